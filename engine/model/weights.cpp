// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/weights.h"

#include "model/ggufmodel.h"
#include "model/repack.h"

#include "api/engineerror.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <set>

namespace needlescope {

namespace {

std::string filledIn(const std::string &pattern, const char *place, int number)
{
    const auto begin = pattern.find(place);
    return begin == std::string::npos ? pattern : pattern.substr(0, begin) + std::to_string(number) + pattern.substr(begin + 2);
}

/// The name of a tensor, of @p layer if it belongs to one, as the checkpoint spells it.
std::string stored(const Architecture &a, const Checkpoint &checkpoint, const std::string &name, int layer = 0)
{
    for (const auto &[usual, instead] : a.names.spellings) {
        const std::string beginning = filledIn(usual, "{}", layer);
        if (checkpoint.has(name) || !name.starts_with(beginning))
            continue;
        if (std::string other = filledIn(instead, "{}", layer) + name.substr(beginning.size()); checkpoint.has(other))
            return other;
    }
    return name;
}

/// Rows [begin, end) of a projection.
Linear rowsOf(const Linear &linear, std::int64_t begin, std::int64_t end)
{
    return {linear.weight.part(begin, end), linear.bias.defined() ? linear.bias.narrow(0, begin, end - begin) : at::Tensor()};
}

/// Rows [begin, end) of those of every head.
Linear rowsOfEachHead(const Linear &linear, std::int64_t nHeads, std::int64_t begin, std::int64_t end)
{
    const auto select = [&](const at::Tensor &tensor) {
        std::vector<std::int64_t> shape{nHeads, tensor.size(0) / nHeads};
        shape.insert(shape.end(), tensor.sizes().begin() + 1, tensor.sizes().end());
        return tensor.view(shape).narrow(1, begin, end - begin).flatten(0, 1).contiguous();
    };
    return {linear.weight.rearranged(select), linear.bias.defined() ? select(linear.bias) : at::Tensor()};
}

/// Of each head's first @p size rows the even ones, then the odd ones; the others stay.
at::Tensor withHalvesApart(const at::Tensor &rows, std::int64_t nHeads, std::int64_t size)
{
    std::vector<std::int64_t> places;
    const std::int64_t dHead = rows.size(0) / nHeads;
    for (std::int64_t i = 0; i < nHeads * dHead; ++i) {
        const std::int64_t place = i % dHead;
        const std::int64_t half = size / 2;
        places.push_back(i - place + (place >= size ? place : place < half ? 2 * place : 2 * (place - half) + 1));
    }
    return rows.index_select(0, at::tensor(places, at::TensorOptions(at::kLong)).to(rows.device()));
}

Linear withHalvesApart(const Linear &linear, std::int64_t nHeads, std::int64_t size)
{
    const auto part = [&](const at::Tensor &rows) { return withHalvesApart(rows, nHeads, size); };
    return {linear.weight.rearranged(part), linear.bias.defined() ? part(linear.bias) : at::Tensor()};
}

/// Takes tensors by name and adds up their sizes. A name that is empty gives an undefined weight.
class Reader
{
public:
    Reader(const Architecture &architecture, const Checkpoint &checkpoint, const Backend &backend, Weights &weights)
        : m_architecture(architecture)
        , m_checkpoint(checkpoint)
        , m_backend(backend)
        , m_weights(weights)
    {
    }

    void enterLayer(int layer) { m_layer = layer; }
    void enterExpert(int expert) { m_expert = expert; }

    Matrix matrix(const std::string &name, std::int64_t rows, std::int64_t columns)
    {
        return name.empty() ? Matrix() : m_backend.ofLayer(m_layer).matrix(asStored(name + ".weight", {rows, columns}));
    }

    /// A projection to one number, whose weights some GGUF files keep without the dimension of one.
    Linear row(const std::string &name, std::int64_t columns)
    {
        if (dimensions(name + ".weight") != 1)
            return linear(name, columns, 1, false);
        TensorView view = take(name + ".weight", {columns});
        view.shape = {1, columns};
        return {m_backend.ofLayer(m_layer).matrix(matrixOf(view)), {}};
    }

    /// Of all experts in one tensor, (n, rows, columns).
    Matrix matrices(const std::string &name, std::int64_t n, std::int64_t rows, std::int64_t columns)
    {
        return m_backend.ofLayer(m_layer).matrix(asStored(name + ".weight", {n, rows, columns}));
    }

    /// A projection of the expert that was entered, of @p nRows rows from @p firstRow on of what transformers has as the stack @p stacked.
    Linear expert(
        const std::string &name, std::int64_t in, std::int64_t out, const std::string &stacked, std::int64_t nRows, std::int64_t firstRow)
    {
        const std::string known = spelled(name + ".weight");
        const std::string own = std::to_string(m_expert) + name.substr(name.find("<>") + 2) + ".weight";
        const ExpertScales scales{known.substr(0, known.size() - own.size()) + stacked + "_scale_inv", m_architecture.mixture.nExperts,
            m_expert, nRows, firstRow};
        const bool together = isFloat8(known) && !m_checkpoint.has(known + "_scale_inv") && m_checkpoint.has(scales.name);
        if (!together)
            return linear(name, in, out, false);
        const TensorView &view = take(name + ".weight", {out, in});
        return {
            m_backend.ofLayer(m_layer).matrix(counted(view, repackedFloat8(m_checkpoint, known, scales, m_architecture.quantization))), {}};
    }

    /// All experts in one tensor, under its whole name, (n, rows, columns), or (n, columns, rows) where it is @p transposed.
    Matrix stack(const std::string &name, std::int64_t n, std::int64_t rows, std::int64_t columns, bool transposed)
    {
        const std::vector<std::int64_t> shape = transposed ? std::vector{n, columns, rows} : std::vector{n, rows, columns};
        const std::string known = spelled(name);
        if (!isFloat8(known)) {
            const Matrix kept = tensor(name, shape);
            return transposed ? kept.rearranged([](const at::Tensor &all) { return all.transpose(1, 2); }) : kept;
        }
        const TensorView &view = take(name, shape);
        return m_backend.ofLayer(m_layer).matrix(
            counted(view, repackedFloat8Stack(m_checkpoint, known, known + "_scale_inv", m_architecture.quantization, transposed)));
    }

    /// As it is kept, under its whole name.
    Matrix tensor(const std::string &name, const std::vector<std::int64_t> &shape)
    {
        return m_backend.ofLayer(m_layer).matrix(asStored(name, shape));
    }

    /// Numbers of 4 bits that lie in two tensors.
    Matrix mxfp4(const std::string &name, const std::vector<std::int64_t> &shape)
    {
        const std::string known = spelled(name + "_blocks");
        const std::string whole = known.substr(0, known.size() - std::string("_blocks").size());
        const Matrix repacked = repackedMxfp4(m_checkpoint, whole, shape);
        m_weights.parameters += std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
        m_weights.bytes += static_cast<std::int64_t>(repacked.numbers.nbytes());
        return m_backend.ofLayer(m_layer).matrix(repacked);
    }

    /// What was read takes so many bytes more in memory than in the files.
    void addBytes(std::int64_t bytes) { m_weights.bytes += bytes; }

    /// How many dimensions a tensor has; 0 where there is none.
    std::size_t dimensions(const std::string &pattern) const
    {
        const TensorView *const view = m_checkpoint.find(spelled(pattern));
        return view == nullptr ? 0 : view->shape.size();
    }

    at::Tensor vector(const std::string &name, std::int64_t size) { return vector(name, std::vector{size}).view(-1); }

    /// One number of each head, which some GGUF files keep with a dimension of one.
    at::Tensor ofHeads(const std::string &name, std::int64_t nHeads)
    {
        return vector(name, dimensions(name) == 2 ? std::vector<std::int64_t>{nHeads, 1} : std::vector<std::int64_t>{nHeads}).view(-1);
    }

    at::Tensor vector(const std::string &name, const std::vector<std::int64_t> &shape)
    {
        return name.empty() ? at::Tensor() : m_backend.ofLayer(m_layer).vector(take(name, shape));
    }

    /// @p values where the layer is.
    at::Tensor numbers(const std::vector<float> &values) const
    {
        return at::tensor(values, at::kFloat).to(m_backend.ofLayer(m_layer).options().dtype(at::kFloat));
    }

    /// Throws EngineError where a tensor that follows from the config holds other numbers than @p expected, the rounding of 16 bits aside.
    void checkNumbers(const std::string &name, const std::vector<std::int64_t> &shape, const std::vector<float> &expected)
    {
        if (!has(name))
            return;
        const at::Tensor kept = tensorOf(m_checkpoint.tensor(spelled(name), shape)).to(at::kFloat).view(-1);
        if (!at::allclose(kept, at::tensor(expected, at::kFloat), 0.01, 1e-6))
            throw EngineError(
                "The tensor '{}' in '{}' holds other numbers than follow from config.json; download or export the model again.",
                spelled(name), m_checkpoint.files().front()->path().parent_path().string());
    }

    bool has(const std::string &name) const { return !name.empty() && m_checkpoint.has(spelled(name)); }

    Norm norm(const std::string &name, std::int64_t size) { return norm(name, size, m_architecture.norm); }

    Norm norm(const std::string &name, std::int64_t size, const NormParameters &parameters)
    {
        if (name.empty())
            return {};
        const at::Tensor weight = vector(name + ".weight", size) + parameters.weightOffset;
        return {weight, parameters.bias ? vector(name + ".bias", size) : withoutBias(weight), {}, parameters};
    }

    /// Without weights.
    Norm plainNorm(std::int64_t size) const
    {
        const float epsilon = m_architecture.norm.epsilon;
        return {at::ones({size}, m_backend.ofLayer(m_layer).options().dtype(at::kFloat)), {}, {}, {NormParameters::Kind::Rms, epsilon, 0}};
    }

    /// Of the queries or keys of @p nHeads heads. None has a bias.
    Norm headNorm(const std::string &name, std::int64_t nHeads, std::int64_t dHead)
    {
        const Architecture &a = m_architecture;
        if (name.empty())
            return {};
        const bool whole = a.headNorm == HeadNorm::Whole;
        at::Tensor weight
            = a.headNorm == HeadNorm::Own ? ownWeights(name, nHeads) : vector(name + ".weight", whole ? nHeads * dHead : dHead);
        weight = weight + a.norm.weightOffset;
        if (a.interleavedRows > 0)
            weight = withHalvesApart(weight, weight.size(0) / dHead, a.interleavedRows);
        if (a.headNorm != HeadNorm::Own)
            return {weight, withoutBias(weight), {}, a.norm};
        const at::Tensor ones = at::ones({dHead}, weight.options());
        return {ones, withoutBias(ones), weight, a.norm};
    }

    /// A projection of a layer.
    Linear linear(const std::string &name, std::int64_t in, std::int64_t out, bool bias)
    {
        if (name.empty())
            return {};
        const Matrix weight
            = m_architecture.transposedWeights ? Matrix(matrix(name, in, out).numbers.t().contiguous()) : matrix(name, out, in);
        return {weight, bias ? vector(name + ".bias", out) : at::Tensor()};
    }

    /// Throws EngineError where a GGUF file has tensors that nobody took: what they do to the numbers is not understood.
    void refuseWhatIsLeft() const
    {
        if (m_checkpoint.gguf() == nullptr)
            return;
        for (const auto &file : m_checkpoint.files()) {
            for (const auto &[name, view] : file->tensors()) {
                if (!m_taken.contains(name) && !isBesideTheWeights(name, m_architecture))
                    throw EngineError(
                        "'{}' holds the tensor '{}', which Needlescope does not know for the architecture '{}'; get the model as "
                        "safetensors.",
                        file->path().string(), name, m_architecture.name);
            }
        }
    }

private:
    /// What stands for a bias where a norm subtracts the mean but adds none.
    at::Tensor withoutBias(const at::Tensor &weight) const
    {
        return m_architecture.norm.kind == NormParameters::Kind::Layer ? at::zeros_like(weight) : at::Tensor();
    }

    /// (nHeads * dHead)
    at::Tensor ownWeights(const std::string &name, std::int64_t nHeads)
    {
        const std::int64_t dHead = m_architecture.dHead;
        if (name.find("[]") == std::string::npos)
            return m_backend.ofLayer(m_layer).vector(take(name + ".weight", {nHeads, dHead})).flatten();
        std::vector<at::Tensor> each;
        for (int head = 0; head < nHeads; ++head)
            each.push_back(vector(filledIn(name, "[]", head) + ".weight", dHead));
        return at::cat(each);
    }

    std::string spelled(const std::string &pattern) const
    {
        return stored(m_architecture, m_checkpoint, filledIn(filledIn(pattern, "{}", m_layer), "<>", m_expert), m_layer);
    }

    Matrix asStored(const std::string &name, const std::vector<std::int64_t> &shape)
    {
        const TensorView &view = take(name, shape);
        const std::string known = spelled(name);
        if (!isFloat8(known))
            return matrixOf(view);
        return counted(view, repackedFloat8(m_checkpoint, known, known + "_scale_inv", m_architecture.quantization));
    }

    bool isFloat8(const std::string &known) const
    {
        const TensorView *const view = m_checkpoint.find(known);
        return m_architecture.quantization.kind == Quantization::Kind::Float8 && view != nullptr && view->dtype == "F8_E4M3";
    }

    /// What @p view became, which takes other memory.
    Matrix counted(const TensorView &view, const Matrix &repacked)
    {
        addBytes(static_cast<std::int64_t>(repacked.numbers.nbytes()) - static_cast<std::int64_t>(view.bytes.size()));
        return repacked;
    }

    const TensorView &take(const std::string &pattern, const std::vector<std::int64_t> &shape)
    {
        const std::string known = spelled(pattern);
        const TensorView &view = m_checkpoint.tensor(known, shape);
        if (!m_taken.insert(known).second)
            return view;
        m_weights.parameters += view.elements();
        m_weights.bytes += static_cast<std::int64_t>(view.bytes.size());
        return view;
    }

    const Architecture &m_architecture;
    const Checkpoint &m_checkpoint;
    const Backend &m_backend;
    Weights &m_weights;
    std::set<std::string> m_taken;
    int m_layer = 0;
    int m_expert = 0;
};

/// Of two tensors as of one. The keys' is kept the other way round, and so cannot stay packed.
Matrix keysAndValuesUp(Reader &reader, const Architecture &a, std::int64_t nHeads, std::int64_t dPlain, std::int64_t dValue)
{
    Matrix keys = reader.tensor(a.names.keyUp, {nHeads, a.latent.dKeyValue, dPlain});
    Matrix values = reader.tensor(a.names.valueUp, {nHeads, dValue, a.latent.dKeyValue});
    if (isPacked(keys.type) || keys.type != values.type) {
        for (Matrix *each : {&keys, &values}) {
            const auto packed = static_cast<std::int64_t>(each->numbers.nbytes());
            *each = each->widened(0, nHeads);
            reader.addBytes(static_cast<std::int64_t>(each->numbers.nbytes()) - packed);
        }
    }
    return at::cat({keys.numbers.transpose(1, 2), values.numbers}, 1).flatten(0, 1).contiguous();
}

/// Queries, and latent vectors that keys and values come from.
void readLatent(Reader &reader, const Architecture &a, const HeadShape &shape, LayerWeights &layer)
{
    const Latent &latent = a.latent;
    const NormParameters norm{NormParameters::Kind::Rms, latent.epsilon, 0};
    const std::int64_t plain = shape.dHead - latent.dRotated;
    const std::int64_t in = latent.dQuery > 0 ? latent.dQuery : a.dModel;
    layer.query = reader.linear(a.names.query, in, std::int64_t(shape.nHeads) * shape.dHead, false);
    if (latent.dQuery > 0) {
        layer.latent.queryDown = reader.linear(a.names.queryDown, a.dModel, latent.dQuery, latent.bias);
        layer.latent.queryNorm = reader.norm(a.names.queryDownNorm, latent.dQuery, norm);
    }
    layer.latent.keyValueDown = reader.linear(a.names.keyValueDown, a.dModel, latent.dKeyValue + latent.dRotated, latent.bias);
    layer.latent.keyValueNorm = reader.norm(a.names.keyValueDownNorm, latent.dKeyValue, norm);
    if (reader.has(a.names.keyUp))
        layer.latent.keyValueUp = {keysAndValuesUp(reader, a, shape.nHeads, plain, shape.dValue), {}};
    else
        layer.latent.keyValueUp = reader.linear(a.names.keyValueUp, latent.dKeyValue, shape.nHeads * (plain + shape.dValue), false);
}

/// Rows of each value head, the first ones of all key heads being kept first, with those that share a key head beside each other.
at::Tensor byKeyHead(const at::Tensor &rows, std::int64_t nKeyHeads, std::int64_t shared)
{
    std::vector<std::int64_t> shape{shared, nKeyHeads, rows.size(0) / shared / nKeyHeads};
    shape.insert(shape.end(), rows.sizes().begin() + 1, rows.sizes().end());
    return rows.view(shape).transpose(0, 1).contiguous().view(rows.sizes());
}

void putValueHeadsInOrder(const Recurrence &r, RecurrentWeights &w)
{
    const auto ordered = [&](const at::Tensor &rows) { return byKeyHead(rows, r.nKeyHeads, r.nHeads / r.nKeyHeads); };
    for (Linear *each : {&w.value, &w.gate, &w.strength, &w.step})
        each->weight = each->weight.rearranged(ordered);
    w.rate = ordered(w.rate);
    w.stepBias = ordered(w.stepBias);
    const std::int64_t keys = 2 * std::int64_t(r.nKeyHeads) * r.dKey;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    w.convolution = at::cat({w.convolution.narrow(0, 0, keys), ordered(w.convolution.narrow(0, keys, values).contiguous())}).contiguous();
}

void readDeltaRule(Reader &reader, const Architecture &a, RecurrentWeights &w)
{
    const Recurrence &r = a.recurrence;
    const WeightNames &names = a.names;
    const std::int64_t keys = std::int64_t(r.nKeyHeads) * r.dKey;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    const std::int64_t in = r.dShort > 0 ? r.dShort : a.dModel;
    if (r.fusedByHead) {
        const std::int64_t shared = r.nHeads / r.nKeyHeads;
        const std::int64_t valuesOfHead = shared * r.dValue;
        const Linear fused = reader.linear(names.recurrentIn, a.dModel, 2 * keys + 2 * values, false);
        const auto part = [&](std::int64_t begin, std::int64_t size) { return rowsOfEachHead(fused, r.nKeyHeads, begin, begin + size); };
        w.query = part(0, r.dKey);
        w.key = part(r.dKey, r.dKey);
        w.value = part(2 * r.dKey, valuesOfHead);
        w.gate = part(2 * r.dKey + valuesOfHead, valuesOfHead);
    } else {
        if (!names.recurrentQuery.empty() && !reader.has(names.recurrentIn + ".weight")) {
            w.query = reader.linear(names.recurrentQuery, a.dModel, keys, false);
            w.key = reader.linear(names.recurrentKey, a.dModel, keys, false);
            w.value = reader.linear(names.recurrentValue, a.dModel, values, false);
        } else {
            const Linear fused = reader.linear(names.recurrentIn, a.dModel, 2 * keys + values, false);
            w.query = rowsOf(fused, 0, keys);
            w.key = rowsOf(fused, keys, 2 * keys);
            w.value = rowsOf(fused, 2 * keys, 2 * keys + values);
        }
        w.gateDown = reader.linear(names.recurrentGateDown, a.dModel, r.dShort, false);
        w.gate = reader.linear(names.recurrentGate, in, values, false);
    }
    if (r.stepsFusedByHead) {
        const std::int64_t shared = r.nHeads / r.nKeyHeads;
        const Linear steps = reader.linear(names.recurrentStep, a.dModel, 2 * std::int64_t(r.nHeads), false);
        w.strength = rowsOfEachHead(steps, r.nKeyHeads, 0, shared);
        w.step = rowsOfEachHead(steps, r.nKeyHeads, shared, 2 * shared);
    } else {
        w.strength = reader.linear(names.recurrentStrength, a.dModel, r.nHeads, false);
        w.stepDown = reader.linear(names.recurrentStepDown, a.dModel, r.dShort, false);
        w.step = reader.linear(names.recurrentStep, in, r.steps(), false);
    }
    w.norm = reader.norm(names.recurrentNorm, r.dValue, {NormParameters::Kind::Rms, r.normEpsilon, 0});
    if (r.valueHeadsInTurn)
        putValueHeadsInOrder(r, w);
}

/// The channels are kept as values, keys, queries; here they lie as queries, keys, values.
at::Tensor queriesFirst(const at::Tensor &channels, std::int64_t values, std::int64_t keys)
{
    return channels.defined()
        ? at::cat({channels.narrow(0, values + keys, keys), channels.narrow(0, values, keys), channels.narrow(0, 0, values)})
        : channels;
}

void readStateSpace(Reader &reader, const Architecture &a, RecurrentWeights &w)
{
    const Recurrence &r = a.recurrence;
    const std::int64_t keys = std::int64_t(r.nKeyHeads) * r.dKey;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    const Linear fused = reader.linear(a.names.recurrentIn, a.dModel, 2 * values + 2 * keys + r.nHeads, r.projectionBias);
    w.gate = rowsOf(fused, 0, values);
    w.value = rowsOf(fused, values, 2 * values);
    w.key = rowsOf(fused, 2 * values, 2 * values + keys);
    w.query = rowsOf(fused, 2 * values + keys, 2 * values + 2 * keys);
    w.step = rowsOf(fused, 2 * values + 2 * keys, 2 * values + 2 * keys + r.nHeads);
    w.convolution = queriesFirst(w.convolution, values, keys).contiguous();
    if (w.convolutionBias.defined())
        w.convolutionBias = queriesFirst(w.convolutionBias, values, keys).contiguous();
    w.skip = reader.ofHeads(a.names.recurrentSkip, r.nHeads);
    if (r.outputNorm == Recurrence::OutputNorm::None)
        return;
    const bool byGroup = reader.dimensions(a.names.recurrentNorm + ".weight") == 2; // in GGUF files
    const at::Tensor weights
        = reader
              .vector(a.names.recurrentNorm + ".weight",
                  byGroup ? std::vector<std::int64_t>{r.nKeyHeads, values / r.nKeyHeads} : std::vector<std::int64_t>{values})
              .flatten();
    w.norm = {at::ones({values / r.nKeyHeads}, weights.options()), {}, weights, {NormParameters::Kind::Rms, r.normEpsilon, 0}};
}

at::Tensor readConvolution(Reader &reader, const std::string &name, std::int64_t channels, std::int64_t taps)
{
    std::vector<std::int64_t> shape{channels, 1, taps};
    const std::size_t dimensions = reader.dimensions(name + ".weight");
    if (dimensions == 2) // in GGUF files, as what follows
        shape = {channels, taps};
    else if (dimensions == 4)
        shape.insert(shape.begin(), 1);
    return reader.vector(name + ".weight", shape).view({channels, taps}).contiguous();
}

/// Of a state whose rates do not depend on the tokens.
RecurrentWeights readFixedRates(Reader &reader, const Architecture &a, const std::vector<float> &rates)
{
    const Recurrence &r = a.recurrence;
    const WeightNames &names = a.names;
    const std::int64_t values = std::int64_t(r.nHeads) * r.dValue;
    const Linear fused = reader.linear(names.recurrentIn, a.dModel, std::int64_t(r.nHeads) * (2 * r.dKey + r.dValue), false);
    const auto part = [&](std::int64_t begin, std::int64_t size) { return rowsOfEachHead(fused, r.nHeads, begin, begin + size); };
    RecurrentWeights w;
    w.query = part(0, r.dKey);
    w.key = part(r.dKey, r.dKey);
    w.value = part(2 * std::int64_t(r.dKey), r.dValue);
    w.gate = reader.linear(names.recurrentGate, a.dModel, values, false);
    w.rate = reader.numbers(rates).neg();
    reader.checkNumbers(names.recurrentRate, {r.nHeads, 1, 1}, rates);
    w.norm = reader.norm(names.recurrentNorm, values, {NormParameters::Kind::Rms, r.normEpsilon, 0});
    w.out = reader.linear(names.recurrentOut, values, a.dModel, r.outputBias);
    return w;
}

RecurrentWeights readRecurrence(Reader &reader, const Architecture &a, int number)
{
    const Recurrence &r = a.recurrence;
    const WeightNames &names = a.names;
    if (!r.rates.empty())
        return readFixedRates(reader, a, r.rates[static_cast<std::size_t>(number)]);
    RecurrentWeights w;
    const std::int64_t channels = r.channels(a.dModel);
    if (names.convolution.empty()) {
        const std::int64_t keys = std::int64_t(r.nKeyHeads) * r.dKey;
        w.convolution = at::cat(
            {readConvolution(reader, names.queryConvolution, keys, r.taps), readConvolution(reader, names.keyConvolution, keys, r.taps),
                readConvolution(reader, names.valueConvolution, channels - 2 * keys, r.taps)});
    } else {
        w.convolution = readConvolution(reader, names.convolution, channels, r.taps);
    }
    if (r.convolutionBias)
        w.convolutionBias = reader.vector(names.convolution + ".bias", channels);
    if (r.kind == Recurrence::Kind::Convolution) {
        const Linear fused = reader.linear(names.recurrentIn, a.dModel, 3 * std::int64_t(a.dModel), r.projectionBias);
        w.key = rowsOf(fused, 0, a.dModel);
        w.query = rowsOf(fused, a.dModel, 2 * std::int64_t(a.dModel));
        w.value = rowsOf(fused, 2 * std::int64_t(a.dModel), 3 * std::int64_t(a.dModel));
        w.out = reader.linear(names.recurrentOut, a.dModel, a.dModel, r.outputBias);
        return w;
    }
    const bool spread = reader.dimensions(names.recurrentRate) == 4; // as they are multiplied with the steps of channels
    const at::Tensor rates
        = spread ? reader.vector(names.recurrentRate, {1, 1, r.nHeads, 1}).view(-1) : reader.ofHeads(names.recurrentRate, r.nHeads);
    w.rate = r.ratesReady ? rates : rates.exp().neg();
    w.stepBias = reader.vector(names.recurrentStepBias, r.steps());
    r.kind == Recurrence::Kind::DeltaRule ? readDeltaRule(reader, a, w) : readStateSpace(reader, a, w);
    w.out = reader.linear(names.recurrentOut, std::int64_t(r.nHeads) * r.dValue, a.dModel, r.outputBias);
    return w;
}

void readQueryKeyValue(Reader &reader, const Architecture &a, int number, LayerWeights &layer)
{
    const HeadShape shape = a.headShape(number);
    const std::int64_t queries = std::int64_t(shape.nHeads) * shape.dHead * (a.gatedHeads ? 2 : 1);
    const std::int64_t keys = std::int64_t(shape.nKvHeads) * shape.dHead;
    if (a.latent.dKeyValue > 0)
        return readLatent(reader, a, shape, layer);
    if (a.attentionFusion == Fusion::PerHead) {
        const Linear fused = reader.linear(a.names.query, a.dModel, queries + 2 * keys, a.queryKeyValueBias);
        const std::int64_t size = shape.dHead;
        layer.query = rowsOfEachHead(fused, shape.nHeads, 0, size);
        layer.key = rowsOfEachHead(fused, shape.nHeads, size, 2 * size);
        layer.value = rowsOfEachHead(fused, shape.nHeads, 2 * size, 3 * size);
        return;
    }
    const std::string &stacked = a.attentionFusion == Fusion::Stacked ? a.names.query : a.names.stackedQueryKeyValue;
    if (a.attentionFusion == Fusion::Stacked || reader.has(stacked + ".weight")) {
        const Linear fused = reader.linear(stacked, a.dModel, queries + 2 * keys, a.queryKeyValueBias);
        layer.query = rowsOf(fused, 0, queries);
        layer.key = rowsOf(fused, queries, queries + keys);
        layer.value = rowsOf(fused, queries + keys, queries + 2 * keys);
    } else {
        layer.query = reader.linear(a.names.query, a.dModel, queries, a.queryKeyValueBias);
        if (a.keySource(number) == number) {
            layer.key = reader.linear(a.names.key, a.dModel, keys, a.queryKeyValueBias);
            if (a.valuesAreKeys.empty() || !a.valuesAreKeys[static_cast<std::size_t>(number)])
                layer.value = reader.linear(a.names.value, a.dModel, keys, a.queryKeyValueBias);
        }
    }
    if (a.gatedHeads) {
        const Linear both = layer.query;
        layer.query = rowsOfEachHead(both, shape.nHeads, 0, shape.dHead);
        layer.queryGate = rowsOfEachHead(both, shape.nHeads, shape.dHead, 2 * std::int64_t(shape.dHead));
    }
    if (a.interleavedRows > 0) {
        layer.query = withHalvesApart(layer.query, a.nHeads, a.interleavedRows);
        if (layer.key.defined())
            layer.key = withHalvesApart(layer.key, a.nKvHeads, a.interleavedRows);
    }
}

std::optional<Xielu> readXielu(Reader &reader, const Architecture &a, int layer)
{
    if (!a.xielus.empty())
        return a.xielus[static_cast<std::size_t>(layer)];
    if (a.names.xielu.empty())
        return {};
    const auto number = [&](const std::string &name) {
        const std::string whole = a.names.xielu + "." + name;
        return reader.vector(whole, std::vector<std::int64_t>(reader.dimensions(whole), 1)).item<float>();
    };
    const auto numberOr
        = [&](const std::string &name, float absent) { return reader.has(a.names.xielu + "." + name) ? number(name) : absent; };
    return Xielu::learned(number("alpha_p"), number("alpha_n"), numberOr("beta", 0.5F), numberOr("eps", -1e-6F));
}

FeedForward readFeedForward(Reader &reader, const Architecture &a, int number)
{
    const std::int64_t width = a.feedForwards.empty() ? a.dFeedForward : a.feedForwards[static_cast<std::size_t>(number)];
    const Linear down = reader.linear(a.names.down, width, a.dModel, a.feedForwardBias);
    if (a.feedForwardFusion == Fusion::Stacked) {
        const Linear fused = reader.linear(a.names.gate, a.dModel, 2 * width, a.feedForwardBias);
        return {rowsOf(fused, 0, width), rowsOf(fused, width, 2 * width), down};
    }
    return {reader.linear(a.names.gate, a.dModel, width, a.feedForwardBias), reader.linear(a.names.up, a.dModel, width, a.feedForwardBias),
        down, readXielu(reader, a, number)};
}

/// The expert that every token takes.
FeedForward readShared(Reader &reader, const Architecture &a)
{
    const WeightNames &names = a.names;
    const std::int64_t width = a.mixture.dShared;
    const bool bias = a.mixture.sharedBias;
    const Linear down = reader.linear(names.sharedDown, width, a.dModel, bias);
    if (names.sharedUp.empty()) {
        const Linear fused = reader.linear(names.sharedGate, a.dModel, 2 * width, bias);
        return {rowsOf(fused, 0, width), rowsOf(fused, width, 2 * width), down};
    }
    return {reader.linear(names.sharedGate, a.dModel, width, bias), reader.linear(names.sharedUp, a.dModel, width, bias), down};
}

/// All experts of one tensor each of gates and ups, and of downs.
std::vector<FeedForward> readStackedExperts(Reader &reader, const Architecture &a)
{
    const Mixture &m = a.mixture;
    const auto stack = [&](const std::string &name, std::int64_t in, std::int64_t out) {
        if (a.quantization.kind == Quantization::Kind::Mxfp4 && reader.has(name + "_blocks"))
            return reader.mxfp4(name, {m.nExperts, out, in});
        return reader.stack(name, m.nExperts, out, in, m.stackTransposed);
    };
    const auto bias = [&](const std::string &name, std::int64_t out) {
        return m.expertBias ? reader.vector(name + "_bias", {m.nExperts, out}) : at::Tensor();
    };
    const std::int64_t width = m.dFeedForward;
    const Matrix gateUp = stack(a.names.stackedGateUp, a.dModel, 2 * width);
    const Matrix down = stack(a.names.stackedDown, width, a.dModel);
    const at::Tensor gateUpBias = bias(a.names.stackedGateUp, 2 * width);
    const at::Tensor downBias = bias(a.names.stackedDown, a.dModel);
    std::vector<FeedForward> experts;
    for (std::int64_t e = 0; e < m.nExperts; ++e) {
        const auto part = [&](std::int64_t number) {
            return [&, number](const at::Tensor &all) {
                const at::Tensor both = all.select(0, e);
                return (m.stackInterleaved ? both.slice(0, number, 2 * width, 2) : both.narrow(0, number * width, width)).contiguous();
            };
        };
        const auto own = [&](const at::Tensor &all) { return all.select(0, e).contiguous(); };
        const auto of = [](const at::Tensor &biases, const auto &select) { return biases.defined() ? select(biases) : biases; };
        experts.push_back({{gateUp.rearranged(part(0)), of(gateUpBias, part(0))}, {gateUp.rearranged(part(1)), of(gateUpBias, part(1))},
            {down.rearranged(own), of(downBias, own)}});
    }
    return experts;
}

Experts readExperts(Reader &reader, const Architecture &a)
{
    const WeightNames &names = a.names;
    Experts experts;
    const bool stacked = !names.stackedGateUp.empty() && (reader.has(names.stackedGateUp) || reader.has(names.stackedGateUp + "_blocks"));
    const std::string &router = stacked && !names.stackedRouter.empty() ? names.stackedRouter : names.router;
    experts.router = reader.linear(router, a.dModel, a.mixture.nExperts, a.mixture.routerBias);
    if (!names.routerCorrection.empty()) {
        std::vector<std::int64_t> shape{a.mixture.nExperts};
        if (reader.dimensions(names.routerCorrection) == 2)
            shape.insert(shape.begin(), 1);
        const at::Tensor correction = reader.vector(names.routerCorrection, shape).cpu();
        experts.correction.assign(correction.data_ptr<float>(), correction.data_ptr<float>() + correction.numel());
    }
    if (!names.routerScale.empty()) {
        const at::Tensor scale = reader.vector(names.routerScale, a.dModel) / std::sqrt(static_cast<float>(a.dModel));
        experts.routerNorm = {scale, {}, {}, {NormParameters::Kind::Rms, a.norm.epsilon, 0}};
    }
    if (!names.expertScale.empty()) {
        const at::Tensor scales = reader.vector(names.expertScale, a.mixture.nExperts).cpu();
        experts.scales.assign(scales.data_ptr<float>(), scales.data_ptr<float>() + scales.numel());
    }
    if (names.expertGate.empty() || stacked) {
        experts.each = readStackedExperts(reader, a);
    } else if (names.expertGate.find("<>") == std::string::npos) {
        const std::int64_t width = a.mixture.dFeedForward;
        const Matrix gates = reader.matrices(names.expertGate, a.mixture.nExperts, width, a.dModel);
        const Matrix ups = reader.matrices(names.expertUp, a.mixture.nExperts, width, a.dModel);
        const Matrix downs = reader.matrices(names.expertDown, a.mixture.nExperts, a.dModel, width);
        const auto bias = [&](const std::string &name, std::int64_t out) {
            return a.mixture.expertBias ? reader.vector(name + ".bias", {a.mixture.nExperts, out}) : at::Tensor();
        };
        const at::Tensor gateBias = bias(names.expertGate, width);
        const at::Tensor upBias = bias(names.expertUp, width);
        const at::Tensor downBias = bias(names.expertDown, a.dModel);
        for (int expert = 0; expert < a.mixture.nExperts; ++expert) {
            const auto own = [expert](const at::Tensor &all) { return all.defined() ? all.select(0, expert) : all; };
            experts.each.push_back(
                {{gates.rearranged(own), own(gateBias)}, {ups.rearranged(own), own(upBias)}, {downs.rearranged(own), own(downBias)}});
        }
    } else {
        for (int expert = 0; expert < a.mixture.nExperts; ++expert) {
            reader.enterExpert(expert);
            const std::int64_t width = a.mixture.dFeedForward;
            experts.each.push_back({reader.expert(names.expertGate, a.dModel, width, "gate_up_proj", 2 * width, 0),
                reader.expert(names.expertUp, a.dModel, width, "gate_up_proj", 2 * width, width),
                reader.expert(names.expertDown, width, a.dModel, "down_proj", a.dModel, 0)});
        }
    }
    if (a.mixture.dShared > 0)
        experts.shared = readShared(reader, a);
    experts.sharedWeight = reader.row(names.sharedWeight, a.dModel);
    return experts;
}

LayerWeights readLayer(Reader &reader, const Architecture &a, int number)
{
    const WeightNames &names = a.names;
    reader.enterLayer(number);
    LayerWeights layer;
    layer.attentionNorm = reader.norm(names.attentionNorm, a.dModel);
    if (a.isRecurrent(number))
        layer.recurrent = readRecurrence(reader, a, number);
    if (a.hasHeads(number)) {
        const HeadShape shape = a.headShape(number);
        readQueryKeyValue(reader, a, number, layer);
        layer.queryNorm = reader.headNorm(names.queryNorm, shape.nHeads, shape.dHead);
        if (a.keySource(number) == number) {
            layer.keyNorm = reader.headNorm(names.keyNorm, shape.nKvHeads, shape.dHead);
            if (a.normsValues)
                layer.valueNorm = reader.plainNorm(shape.dValue);
        }
        if (a.normsRotatedHeads && a.ropeTable(shape.rope).size > 0)
            layer.rotatedNorm = reader.plainNorm(shape.dHead);
        if (!names.sinks.empty())
            reader.tensor(names.sinks, {shape.nHeads}); // which readSinks() has read
        layer.output = reader.linear(names.output, std::int64_t(shape.nHeads) * shape.dValue, a.dModel, a.outputBias);
    }
    layer.attentionPostNorm = reader.norm(names.attentionPostNorm, a.dModel);
    layer.feedForwardNorm = reader.norm(names.feedForwardNorm, a.dModel);
    if (a.hasExperts(number))
        layer.experts = readExperts(reader, a);
    if (!a.hasExperts(number) || a.mixture.besideDense)
        layer.feedForward = readFeedForward(reader, a, number);
    layer.densePostNorm = reader.norm(names.densePostNorm, a.dModel);
    layer.mixtureNorm = reader.norm(names.mixtureNorm, a.dModel);
    layer.mixturePostNorm = reader.norm(names.mixturePostNorm, a.dModel);
    layer.inputGate = reader.linear(names.layerGate, a.dModel, a.dLayerInput, false);
    layer.inputOut = reader.linear(names.layerOut, a.dLayerInput, a.dModel, false);
    layer.inputPostNorm = reader.norm(names.layerPostNorm, a.dModel);
    if (!names.layerScale.empty())
        layer.scale = reader.vector(names.layerScale, 1).item<float>();
    layer.feedForwardPostNorm = reader.norm(names.feedForwardPostNorm, a.dModel);
    return layer;
}

/// The embedding, which some files keep under the unembedding's name alone where the two are one.
std::string embeddingOf(const Architecture &a, const Checkpoint &checkpoint)
{
    const auto has = [&](const std::string &name) { return checkpoint.has(stored(a, checkpoint, name + ".weight")); };
    return a.tied && !has(a.names.embedding) && has(a.names.unembedding) ? a.names.unembedding : a.names.embedding;
}

bool unembedsWithEmbedding(const Architecture &a, const Checkpoint &checkpoint)
{
    return a.tied && !checkpoint.has(stored(a, checkpoint, a.names.unembedding + ".weight"));
}

/// How names in the files may begin that usually begin with @p beginning.
std::vector<std::string> spellingsOf(const WeightNames &names, const std::string &beginning)
{
    std::vector<std::string> all{beginning};
    for (const auto &[usual, instead] : names.spellings) {
        if (beginning.starts_with(usual))
            all.push_back(instead + beginning.substr(usual.size()));
    }
    return all;
}

} // namespace

Weights readWeights(
    const Architecture &architecture, const Checkpoint &checkpoint, const Backend &backend, const std::function<void(int)> &onLayer)
{
    const WeightNames &names = architecture.names;
    Weights weights;
    Reader reader(architecture, checkpoint, backend, weights);
    weights.embedding = reader.matrix(embeddingOf(architecture, checkpoint), architecture.vocabularySize, architecture.dModel);
    weights.positions = reader.matrix(names.positions, architecture.nPositions, architecture.dModel);
    const std::int64_t layerInputs = std::int64_t(architecture.nLayers) * architecture.dLayerInput;
    weights.layerEmbedding = reader.matrix(names.layerEmbedding, architecture.nLayerInputs, layerInputs);
    weights.layerProjection = reader.linear(names.layerProjection, architecture.dModel, layerInputs, false);
    weights.layerProjectionNorm = reader.norm(names.layerProjectionNorm, architecture.dLayerInput);
    for (int layer = 0; layer < architecture.nLayers; ++layer) {
        weights.layers.push_back(readLayer(reader, architecture, layer));
        onLayer(layer);
    }
    weights.finalNorm = reader.norm(names.finalNorm, architecture.dModel);
    if (unembedsWithEmbedding(architecture, checkpoint))
        weights.unembedding = {weights.embedding.rearranged(
                                   [&](const at::Tensor &numbers) { return backend.ofLayer(architecture.nLayers - 1).brought(numbers); }),
            {}};
    else
        weights.unembedding = {reader.matrix(names.unembedding, architecture.vocabularySize, architecture.dModel), {}};
    if (architecture.unembeddingBias)
        weights.unembedding.bias = reader.vector(names.unembedding + ".bias", architecture.vocabularySize);
    reader.refuseWhatIsLeft();
    return weights;
}

WeightSizes weightSizes(const Architecture &architecture, const Checkpoint &checkpoint)
{
    const WeightNames &names = architecture.names;
    const std::vector<std::string> layers = spellingsOf(names, names.output.substr(0, names.output.find("{}")));
    const bool tied = unembedsWithEmbedding(architecture, checkpoint);
    const auto is
        = [&](const std::string &name, const std::string &part) { return name == stored(architecture, checkpoint, part + ".weight"); };
    WeightSizes sizes;
    sizes.layers.resize(static_cast<std::size_t>(architecture.nLayers));
    for (const auto &file : checkpoint.files()) {
        for (const auto &[name, tensor] : file->tensors()) {
            const auto bytes = static_cast<std::int64_t>(tensor.bytes.size());
            const auto beginning = std::ranges::find_if(layers, [&](const std::string &each) { return name.starts_with(each); });
            const bool ofLayer = beginning != layers.end();
            const std::size_t layer = ofLayer ? static_cast<std::size_t>(std::atoi(name.c_str() + beginning->size())) : 0;
            if (ofLayer && layer < sizes.layers.size())
                sizes.layers[layer] += bytes;
            else if (is(name, names.finalNorm) || is(name, names.unembedding))
                sizes.behind += bytes;
            else
                sizes.before += bytes;
            if (tied && is(name, names.embedding))
                sizes.behind += bytes; // a copy, where the last layer is on another device
        }
    }
    return sizes;
}

std::vector<std::vector<float>> readSinks(const Architecture &a, const Checkpoint &checkpoint)
{
    std::vector<std::vector<float>> sinks;
    for (int layer = 0; layer < a.nLayers && !a.names.sinks.empty(); ++layer) {
        const std::string name = stored(a, checkpoint, filledIn(a.names.sinks, "{}", layer));
        const at::Tensor ofHeads = tensorOf(checkpoint.tensor(name, {a.nHeads})).to(at::kFloat).contiguous();
        sinks.emplace_back(ofHeads.data_ptr<float>(), ofHeads.data_ptr<float>() + ofHeads.numel());
    }
    return sinks;
}

std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint)
{
    if (architecture.quantization.kind != Quantization::Kind::None)
        return architecture.quantization.kind == Quantization::Kind::Float8 ? "fp8" : "mxfp4";
    std::map<std::string, std::int64_t> elements;
    if (checkpoint.gguf() != nullptr) {
        for (const auto &file : checkpoint.files()) {
            for (const auto &[name, view] : file->tensors())
                elements[view.dtype] += view.elements();
        }
    } else {
        const std::string name = stored(architecture, checkpoint, embeddingOf(architecture, checkpoint) + ".weight");
        elements[checkpoint.tensor(name, {architecture.vocabularySize, architecture.dModel}).dtype] = 1;
    }
    const auto most = std::ranges::max_element(elements, {}, [](const auto &entry) { return entry.second; });
    std::string type(nameOf(weightTypeOf(most->first)));
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return type;
}

} // namespace needlescope
