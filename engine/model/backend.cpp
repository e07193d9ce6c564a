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
    if (isProcessor(options.device) && !options.plain)
        return makeCpuBackend(options.threads, options.device == roundingDevice ? Products::Rounded : Products::Exact);
    if (options.device == "cpu")
        return makeTorchBackend({at::kCPU}, at::kFloat);
    if (!options.device.starts_with("cuda"))
        throw EngineError("'{}' is not a device; use cpu, cpu-bf16, cuda or cuda:1.", options.device);
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

at::Tensor Backend::convolved(const at::Tensor &x, const at::Tensor &taps, const at::Tensor &bias, std::span<RecurrentState> states) const
{
    const bool oneSequence = states.size() == 1;
    const std::int64_t before = taps.size(1) - 1;
    std::vector<at::Tensor> inputs; // (channels, before + rows) of each sequence
    for (std::size_t i = 0; i < states.size(); ++i) {
        const at::Tensor rows = oneSequence ? x : x.narrow(0, static_cast<std::int64_t>(i), 1);
        const at::Tensor input = at::cat({states[i].inputs, rows.to(at::kFloat).t()}, 1);
        states[i].inputs = input.narrow(1, input.size(1) - before, before).clone();
        inputs.push_back(input);
    }
    std::vector<at::Tensor> outputs;
    for (const at::Tensor &input : inputs) {
        at::Tensor sum = (input.unfold(1, taps.size(1), 1) * taps.unsqueeze(1)).sum(-1); // (channels, rows)
        outputs.push_back(sum.t());
    }
    const at::Tensor out = at::cat(outputs);
    return (bias.defined() ? out + bias : out).to(x.scalar_type()).contiguous();
}

at::Tensor Backend::remembered(const Recurrence &r, const RecurrentInputs &in, std::span<RecurrentState> states) const
{
    const std::int64_t rows = in.queries.size(0);
    const std::int64_t shared = r.nHeads / r.nKeyHeads;
    const bool delta = r.kind == Recurrence::Kind::DeltaRule;
    const auto ofHeads = [&](const at::Tensor &x) {
        at::Tensor heads = x.to(at::kFloat).view({rows, r.nKeyHeads, r.dKey});
        if (delta)
            heads = heads * at::rsqrt(heads.square().sum(-1, true) + 1e-6);
        return heads.repeat_interleave(shared, 1); // (rows, nHeads, dKey)
    };
    const at::Tensor queries = delta ? ofHeads(in.queries) / std::sqrt(static_cast<double>(r.dKey)) : ofHeads(in.queries);
    const at::Tensor keys = ofHeads(in.keys);
    const at::Tensor values = in.values.to(at::kFloat).view({rows, r.nHeads, r.dValue});
    at::Tensor steps = in.steps.defined() ? at::softplus(in.steps.to(at::kFloat) + in.stepBias, 1, 1000) // (rows, Recurrence::steps())
                                          : at::ones({rows, r.nHeads}, in.rates.options());
    if (r.largestStep > 0)
        steps = steps.clamp(r.smallestStep, r.largestStep);
    else if (r.smallestStep > 0)
        steps = steps.clamp_min(r.smallestStep);
    const at::Tensor kept = at::exp(steps.view({rows, r.nHeads, -1}) * in.rates.unsqueeze(1)); // (rows, nHeads, dKey or 1)
    const at::Tensor strengths = delta ? at::sigmoid(in.strengths.to(at::kFloat)) : steps;
    std::vector<at::Tensor> outputs;
    for (std::int64_t row = 0; row < rows; ++row) {
        at::Tensor &memory = states[states.size() == 1 ? 0 : static_cast<std::size_t>(row)].memory;
        const at::Tensor faded = memory * kept[row].unsqueeze(2); // (nHeads, dKey, dValue)
        const at::Tensor known = delta ? (faded * keys[row].unsqueeze(2)).sum(1) : at::Tensor(); // (nHeads, dValue)
        const at::Tensor added = (delta ? values[row] - known : values[row]) * strengths[row].unsqueeze(1);
        memory = faded + keys[row].unsqueeze(2) * added.unsqueeze(1);
        at::Tensor output = (memory * queries[row].unsqueeze(2)).sum(1); // (nHeads, dValue)
        if (in.skip.defined())
            output = output + values[row] * in.skip.unsqueeze(1);
        outputs.push_back(output.view({1, -1}));
    }
    return at::cat(outputs).to(in.queries.scalar_type());
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

at::Tensor softmaxBesideSinks(const at::Tensor &scores, HeadShape shape)
{
    if (shape.sinks == nullptr)
        return at::softmax(scores, -1);
    const at::Tensor sinks = at::from_blob(const_cast<float *>(shape.sinks), {scores.size(0), 1, 1}, at::kFloat).to(scores.device());
    return at::softmax(at::cat({scores, sinks.expand({-1, scores.size(1), 1})}, -1), -1).narrow(-1, 0, scores.size(-1)).contiguous();
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
    if (shape.chunk > 0)
        scores.masked_fill_(key.lt(query - query.remainder(shape.chunk)), -INFINITY);
    for (std::size_t head = 0; head < windows.size(); ++head) {
        const HeadWindow window = windows[head];
        if (!window.seesAll())
            scores[static_cast<std::int64_t>(head)].masked_fill_(
                key.ge(window.sinks).logical_and(key.le(query - window.recent)), -INFINITY);
    }
    const at::Tensor weights = softmaxBesideSinks(scores, shape);
    const at::Tensor z = at::bmm(weights.to(queries.scalar_type()).view({nKvHeads, -1, nKeys}), keyValues.values.narrow(1, 0, nKeys))
                             .view({nKvHeads, group, rows, shape.dValue})
                             .permute({2, 0, 1, 3})
                             .reshape({rows, nKvHeads * group * shape.dValue});
    return {z, weights};
}

} // namespace needlescope
