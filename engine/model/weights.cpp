// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/weights.h"

#include "model/ggufmodel.h"

#include "api/engineerror.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace needlescope {

namespace {

std::string filledIn(const std::string &pattern, const char *place, int number)
{
    const auto begin = pattern.find(place);
    return begin == std::string::npos ? pattern : pattern.substr(0, begin) + std::to_string(number) + pattern.substr(begin + 2);
}

/// The name of a tensor as the checkpoint spells it.
std::string stored(const Architecture &a, const Checkpoint &checkpoint, const std::string &name)
{
    for (const auto &[usual, instead] : a.names.spellings) {
        if (checkpoint.has(name) || !name.starts_with(usual))
            continue;
        if (std::string other = instead + name.substr(usual.size()); checkpoint.has(other))
            return other;
    }
    return name;
}

/// Rows [begin, end) of a projection.
Linear rowsOf(const Linear &linear, std::int64_t begin, std::int64_t end)
{
    return {linear.weight.part(begin, end), linear.bias.defined() ? linear.bias.narrow(0, begin, end - begin) : at::Tensor()};
}

/// Part @p part of three that stand side by side for every head.
Linear partOfEachHead(const Linear &linear, std::int64_t nHeads, std::int64_t part)
{
    const auto select = [&](const at::Tensor &tensor) {
        std::vector<std::int64_t> shape{nHeads, 3, tensor.size(0) / nHeads / 3};
        shape.insert(shape.end(), tensor.sizes().begin() + 1, tensor.sizes().end());
        return tensor.view(shape).select(1, part).flatten(0, 1).contiguous();
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
        return name.empty() ? Matrix() : m_backend.ofLayer(m_layer).matrix(take(name + ".weight", {rows, columns}));
    }

    /// Of all experts in one tensor, (n, rows, columns).
    Matrix matrices(const std::string &name, std::int64_t n, std::int64_t rows, std::int64_t columns)
    {
        return m_backend.ofLayer(m_layer).matrix(take(name + ".weight", {n, rows, columns}));
    }

    at::Tensor vector(const std::string &name, std::int64_t size) { return m_backend.ofLayer(m_layer).vector(take(name, {size})); }

    Norm norm(const std::string &name, std::int64_t size)
    {
        const NormParameters &parameters = m_architecture.norm;
        if (name.empty())
            return {};
        const at::Tensor weight = vector(name + ".weight", size) + parameters.weightOffset;
        return {weight, parameters.bias ? vector(name + ".bias", size) : withoutBias(weight), {}, parameters};
    }

    /// Of the queries or keys of @p nHeads heads. None has a bias.
    Norm headNorm(const std::string &name, std::int64_t nHeads)
    {
        const Architecture &a = m_architecture;
        if (name.empty())
            return {};
        const bool whole = a.headNorm == HeadNorm::Whole;
        at::Tensor weight
            = a.headNorm == HeadNorm::Own ? ownWeights(name, nHeads) : vector(name + ".weight", whole ? nHeads * a.dHead : a.dHead);
        weight = weight + a.norm.weightOffset;
        if (a.interleavedQueryKeyRows)
            weight = withHalvesApart(weight, weight.size(0) / a.dHead, a.rope.size);
        if (a.headNorm != HeadNorm::Own)
            return {weight, withoutBias(weight), {}, a.norm};
        const at::Tensor ones = at::ones({a.dHead}, weight.options());
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

    const TensorView &take(const std::string &pattern, const std::vector<std::int64_t> &shape)
    {
        const std::string name = filledIn(filledIn(pattern, "{}", m_layer), "<>", m_expert);
        const std::string known = stored(m_architecture, m_checkpoint, name);
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

void readQueryKeyValue(Reader &reader, const Architecture &a, LayerWeights &layer)
{
    const std::int64_t queries = std::int64_t(a.nHeads) * a.dHead;
    const std::int64_t keys = std::int64_t(a.nKvHeads) * a.dHead;
    if (a.attentionFusion == Fusion::None) {
        layer.query = reader.linear(a.names.query, a.dModel, queries, a.queryKeyValueBias);
        layer.key = reader.linear(a.names.key, a.dModel, keys, a.queryKeyValueBias);
        layer.value = reader.linear(a.names.value, a.dModel, keys, a.queryKeyValueBias);
        if (a.interleavedQueryKeyRows) {
            layer.query = withHalvesApart(layer.query, a.nHeads, a.rope.size);
            layer.key = withHalvesApart(layer.key, a.nKvHeads, a.rope.size);
        }
        return;
    }
    const Linear fused = reader.linear(a.names.query, a.dModel, queries + 2 * keys, a.queryKeyValueBias);
    if (a.attentionFusion == Fusion::Stacked) {
        layer.query = rowsOf(fused, 0, queries);
        layer.key = rowsOf(fused, queries, queries + keys);
        layer.value = rowsOf(fused, queries + keys, queries + 2 * keys);
    } else {
        layer.query = partOfEachHead(fused, a.nHeads, 0);
        layer.key = partOfEachHead(fused, a.nHeads, 1);
        layer.value = partOfEachHead(fused, a.nHeads, 2);
    }
}

FeedForward readFeedForward(Reader &reader, const Architecture &a)
{
    const std::int64_t width = a.dFeedForward;
    const Linear down = reader.linear(a.names.down, width, a.dModel, a.feedForwardBias);
    if (a.feedForwardFusion == Fusion::Stacked) {
        const Linear fused = reader.linear(a.names.gate, a.dModel, 2 * width, a.feedForwardBias);
        return {rowsOf(fused, 0, width), rowsOf(fused, width, 2 * width), down};
    }
    return {reader.linear(a.names.gate, a.dModel, width, a.feedForwardBias), reader.linear(a.names.up, a.dModel, width, a.feedForwardBias),
        down};
}

Experts readExperts(Reader &reader, const Architecture &a)
{
    const auto block = [&](const std::string &gate, const std::string &up, const std::string &down, std::int64_t width) -> FeedForward {
        return {reader.linear(gate, a.dModel, width, false), reader.linear(up, a.dModel, width, false),
            reader.linear(down, width, a.dModel, false)};
    };
    const WeightNames &names = a.names;
    Experts experts;
    experts.router = reader.linear(names.router, a.dModel, a.mixture.nExperts, false);
    if (names.expertGate.find("<>") == std::string::npos) {
        const std::int64_t width = a.mixture.dFeedForward;
        const Matrix gates = reader.matrices(names.expertGate, a.mixture.nExperts, width, a.dModel);
        const Matrix ups = reader.matrices(names.expertUp, a.mixture.nExperts, width, a.dModel);
        const Matrix downs = reader.matrices(names.expertDown, a.mixture.nExperts, a.dModel, width);
        for (int expert = 0; expert < a.mixture.nExperts; ++expert) {
            const auto own = [expert](const at::Tensor &all) { return all.select(0, expert); };
            experts.each.push_back({{gates.rearranged(own), {}}, {ups.rearranged(own), {}}, {downs.rearranged(own), {}}});
        }
    } else {
        for (int expert = 0; expert < a.mixture.nExperts; ++expert) {
            reader.enterExpert(expert);
            experts.each.push_back(block(names.expertGate, names.expertUp, names.expertDown, a.mixture.dFeedForward));
        }
    }
    experts.shared = block(names.sharedGate, names.sharedUp, names.sharedDown, a.mixture.dShared);
    experts.sharedWeight = reader.linear(names.sharedWeight, a.dModel, 1, false);
    return experts;
}

LayerWeights readLayer(Reader &reader, const Architecture &a, int number)
{
    const WeightNames &names = a.names;
    reader.enterLayer(number);
    LayerWeights layer;
    layer.attentionNorm = reader.norm(names.attentionNorm, a.dModel);
    readQueryKeyValue(reader, a, layer);
    layer.queryNorm = reader.headNorm(names.queryNorm, a.nHeads);
    layer.keyNorm = reader.headNorm(names.keyNorm, a.nKvHeads);
    layer.output = reader.linear(names.output, std::int64_t(a.nHeads) * a.dHead, a.dModel, a.outputBias);
    layer.attentionPostNorm = reader.norm(names.attentionPostNorm, a.dModel);
    layer.feedForwardNorm = reader.norm(names.feedForwardNorm, a.dModel);
    if (a.hasExperts(number))
        layer.experts = readExperts(reader, a);
    else
        layer.feedForward = readFeedForward(reader, a);
    layer.feedForwardPostNorm = reader.norm(names.feedForwardPostNorm, a.dModel);
    return layer;
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
    weights.embedding = reader.matrix(names.embedding, architecture.vocabularySize, architecture.dModel);
    weights.positions = reader.matrix(names.positions, architecture.nPositions, architecture.dModel);
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

std::string weightType(const Architecture &architecture, const Checkpoint &checkpoint)
{
    std::map<std::string, std::int64_t> elements;
    if (checkpoint.gguf() != nullptr) {
        for (const auto &file : checkpoint.files()) {
            for (const auto &[name, view] : file->tensors())
                elements[view.dtype] += view.elements();
        }
    } else {
        const std::string name = stored(architecture, checkpoint, architecture.names.embedding + ".weight");
        elements[checkpoint.tensor(name, {architecture.vocabularySize, architecture.dModel}).dtype] = 1;
    }
    std::string type = std::ranges::max_element(elements, {}, [](const auto &entry) { return entry.second; })->first;
    if (type == "F64")
        type = "F32"; // which it is computed with
    if (!weightTypeNamed(type))
        throw EngineError(
            "Weights of the type {} are not supported; get the model as bf16, f16, f32, or as GGUF with Q4_K, Q6_K or Q8_0.", type);
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return type;
}

} // namespace needlescope
