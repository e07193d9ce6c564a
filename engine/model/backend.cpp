// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/backend.h"

#include "api/engineerror.h"
#include "model/cudadevices.h"
#include "model/transformer.h"

#include <cmath>

namespace needlescope {

namespace {

/// The GPU of each layer, or of all.
std::vector<at::Device> cudaDevices(const std::string &device, const WeightSizes &sizes)
{
    const std::vector<std::int64_t> freeBytes = device == "cuda" ? freeCudaMemory() : std::vector<std::int64_t>();
    if (freeBytes.empty())
        return {at::Device(device)};
    std::vector<at::Device> devices;
    for (const std::size_t index : placeLayers(sizes, freeBytes))
        devices.emplace_back(at::kCUDA, static_cast<at::DeviceIndex>(index));
    return devices;
}

} // namespace

std::unique_ptr<const Backend> Backend::make(const LoadOptions &options, const std::string &weightType, const WeightSizes &sizes)
{
    if (options.device == "cpu" && !options.plain)
        return makeCpuBackend(options.threads);
    if (options.device == "cpu")
        return makeTorchBackend({at::kCPU}, at::kFloat);
    if (!options.device.starts_with("cuda"))
        throw EngineError("'" + options.device + "' is not a device; use cpu, cuda or cuda:1.");
    if (!at::hasCUDA())
        throw EngineError("There is no usable CUDA device here, or this libtorch was built without CUDA; use the device cpu.");
    const auto type = weightType == "bf16" ? at::kBFloat16 : weightType == "f16" ? at::kHalf : at::kFloat;
    return makeTorchBackend(cudaDevices(options.device, sizes), type);
}

at::Tensor Backend::vector(const TensorView &view) const
{
    return tensorOf(view).to(options().dtype(at::kFloat), false, true);
}

at::Tensor Backend::emptyRows(std::int64_t rows, std::int64_t columns) const
{
    return at::empty({rows, columns}, options());
}

std::vector<at::Tensor> Backend::linears(const at::Tensor &x, Linears all) const
{
    std::vector<at::Tensor> outs;
    for (const Linear &each : all)
        outs.push_back(linear(x, each));
    return outs;
}

void Backend::storeStep(
    std::span<const StepPlace> places, const at::Tensor &queries, const at::Tensor &keys, const at::Tensor &values) const
{
    for (const StepPlace &place : places) {
        store(*place.tail, place.step, keys.narrow(0, place.keyRow, 1), values.narrow(0, place.keyRow, 1));
        if (place.queries != nullptr)
            place.queries->select(0, place.step).copy_(queries.select(0, place.queryRow));
    }
}

Rotation Backend::rotation(const RotationTable &table, std::int64_t rows) const
{
    const auto place = [&](const std::vector<float> &numbers) {
        const std::int64_t columns = static_cast<std::int64_t>(numbers.size()) / rows;
        return at::from_blob(const_cast<float *>(numbers.data()), {rows, columns}, at::kFloat).to(options().dtype(at::kFloat), false, true);
    };
    return {place(table.cosines), place(table.sines), table.queryScales.empty() ? at::Tensor() : place(table.queryScales)};
}

at::Tensor attentionScores(const at::Tensor &products, HeadShape shape)
{
    const at::Tensor scores = products.to(at::kFloat) * shape.scale;
    return shape.softcap > 0 ? at::tanh(scores / shape.softcap) * shape.softcap : scores;
}

std::pair<at::Tensor, at::Tensor> attendPlainly(
    const Backend &backend, const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape, const HeadWindows &windows)
{
    const std::int64_t rows = queries.size(0);
    const std::int64_t nKeys = first + rows;
    const std::int64_t nKvHeads = shape.nKvHeads;
    const std::int64_t group = shape.headsPerGroup();
    const std::int64_t dHead = shape.dHead;
    const at::Tensor q = queries.view({rows, nKvHeads, group, dHead}).permute({1, 2, 0, 3}).reshape({nKvHeads, -1, dHead});
    at::Tensor scores = attentionScores(at::bmm(q, backend.plainKeys(keyValues, static_cast<int>(nKeys)).transpose(1, 2)), shape);
    scores = scores.view({shape.nHeads, rows, nKeys});
    const at::Tensor key = at::arange(nKeys, scores.options().dtype(at::kLong));
    const at::Tensor query = at::arange(first, nKeys, key.options()).unsqueeze(1);
    scores.masked_fill_(key.gt(query), -INFINITY);
    if (shape.window > 0)
        scores.masked_fill_(key.le(query - shape.window), -INFINITY);
    for (std::size_t head = 0; head < windows.size(); ++head) {
        const HeadWindow window = windows[head];
        if (!window.seesAll())
            scores[static_cast<std::int64_t>(head)].masked_fill_(
                key.ge(window.sinks).logical_and(key.le(query - window.recent)), -INFINITY);
    }
    const at::Tensor weights = at::softmax(scores, -1);
    const at::Tensor z = at::bmm(weights.to(queries.scalar_type()).view({nKvHeads, -1, nKeys}), keyValues.values.narrow(1, 0, nKeys))
                             .view({nKvHeads, group, rows, dHead})
                             .permute({2, 0, 1, 3})
                             .reshape({rows, nKvHeads * group * dHead});
    return {z, weights};
}

} // namespace needlescope
