// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/transformer.h"

#include "api/headcheck.h"
#include "model/attribution.h"
#include "model/forward.h"
#include "model/ggufmodel.h"
#include "model/memory.h"
#include "model/modelconfig.h"
#include "model/recurrence.h"

#include <ATen/core/grad_mode.h>

#include <array>
#include <chrono>
#include <numeric>
#include <optional>

namespace needlescope {

struct Transformer::Data
{
    Architecture architecture;
    std::optional<Checkpoint> checkpoint; ///< keeps the weights mapped
    std::unique_ptr<const Backend> backend;
    Weights weights;
    std::vector<Rope> ropes; ///< by Architecture::ropeTable()
    ModelInfo info;
    int block = 128;
    int blocksTogether = 1; ///< while a prompt is read

    int rowsTogether() const { return block * blocksTogether; }

    /// Positions from one kept state to the next: the states take no more than keys and values do.
    int stateSpacing() const
    {
        std::int64_t ofStates = 0;
        for (int layer = 0; layer < architecture.nLayers; ++layer)
            ofStates += architecture.isRecurrent(layer) ? stateBytes(architecture) : 0;
        const std::int64_t ofRows = std::max<std::int64_t>(1, architecture.keyValueNumbers() * bytesOfNumber() * rowsTogether());
        return static_cast<int>(std::min<std::int64_t>((ofStates + ofRows - 1) / ofRows, INT32_MAX / rowsTogether())) * rowsTogether();
    }

    std::int64_t bytesOfNumber() const { return static_cast<std::int64_t>(backend->options().dtype().itemsize()); }
};

namespace {

/// Computes, and turns torch's exceptions, which carry stack traces, into a sentence.
template <typename Function>
auto computed(const ModelInfo &info, const Backend *backend, Function function)
{
    const c10::InferenceMode inference;
    if (backend != nullptr)
        backend->enterThread();
    try {
        return function();
    } catch (const c10::Error &error) {
        throw EngineError(
            "Computing with '{}' failed: {}; try a shorter context or another device.", info.name, error.what_without_backtrace());
    }
}

/// Throws EngineError.
void checkIds(const ModelInfo &info, std::span<const std::int32_t> ids)
{
    for (const std::int32_t id : ids) {
        if (id < 0 || id >= info.vocabularySize)
            throw EngineError("The token id {} is outside the vocabulary of '{}' (0 to {}); use the tokenizer that belongs to the model.",
                id, info.name, info.vocabularySize - 1);
    }
}

/// Throws EngineError where the model has no position for the last of @p nTokens.
void checkPositions(const Architecture &architecture, const ModelInfo &info, int nTokens)
{
    if (architecture.nPositions > 0 && nTokens > architecture.nPositions)
        throw EngineError("'{}' has learned {} positions, but prompt and answer have {} tokens; use a shorter context.", info.name,
            architecture.nPositions, nTokens);
}

/// What would fit where @p needed bytes do not.
Sentence whatFits(const ModelInfo &info, std::int64_t forTokens, std::int64_t needed, std::int64_t available)
{
    if (forTokens >= info.kvBytesPerToken)
        return Sentence("use at most {} tokens.", forTokens / info.kvBytesPerToken);
    if (info.dtype == "f32" && needed - info.weightBytes / 2 <= available)
        return Sentence("save the weights as bf16, which take {}.", spelledBytes(info.weightBytes / 2));
    return Sentence("close other programs, use a smaller model or a machine with more memory.");
}

/// Throws EngineError where weights, keys and values of @p nTokens and @p extra bytes do not fit.
void checkMemory(const ModelInfo &info, std::int64_t nTokens, std::int64_t extra)
{
    const std::optional<std::int64_t> available = isProcessor(info.device) ? availableMemory() : std::nullopt;
    const std::int64_t needed = info.weightBytes + nTokens * info.kvBytesPerToken + extra;
    if (!available || needed <= *available)
        return;
    throw EngineError("'{}' needs {} of memory (weights {}, {} {} {}), but only {} are free; {}", info.name, spelledBytes(needed),
        spelledBytes(info.weightBytes), nTokens, nTokens == 1 ? "token" : "tokens", spelledBytes(needed - info.weightBytes),
        spelledBytes(*available), whatFits(info, *available - info.weightBytes - extra, needed, *available));
}

/// Throws EngineError where @p tails bytes for @p count answers do not fit.
void checkTails(const ModelInfo &info, std::int64_t count, std::int64_t tails)
{
    const std::optional<std::int64_t> available = tails > 0 && isProcessor(info.device) ? availableMemory() : std::nullopt;
    if (!available || info.weightBytes + tails <= *available)
        return;
    const std::int64_t fits = std::max<std::int64_t>(0, *available - info.weightBytes) / (tails / count + 1);
    throw EngineError("To decode {} {} with '{}' needs {} of memory (weights {}, answers {}), but only {} are free; {}", count,
        count == 1 ? "answer" : "answers together", info.name, spelledBytes(info.weightBytes + tails), spelledBytes(info.weightBytes),
        spelledBytes(tails), spelledBytes(*available),
        fits > 0 ? Sentence("decode at most {} together.", fits) : Sentence("use a shorter context or close other programs."));
}

ModelInfo describe(const Transformer::Data &model, const std::filesystem::path &directory, const LoadOptions &options)
{
    const Architecture &a = model.architecture;
    ModelInfo info;
    info.directory = std::filesystem::absolute(directory).lexically_normal().string();
    const std::filesystem::path path = info.directory;
    info.name = modelNameOf(path.has_filename() ? path : path.parent_path());
    info.architecture = a.name;
    info.nLayers = a.nLayers;
    info.nHeads = a.nHeads;
    info.nKvHeads = a.nKvHeads;
    for (const int ofLayer : a.kvHeads)
        info.nKvHeads = std::gcd(info.nKvHeads, ofLayer);
    info.dModel = a.dModel;
    info.dHead = a.dHead;
    info.vocabularySize = a.vocabularySize;
    info.contextLength = a.contextLength;
    info.dtype = weightType(a, *model.checkpoint);
    info.parameters = model.weights.parameters;
    info.weightBytes = model.weights.bytes;
    info.kvBytesPerToken = a.keyValueNumbers() * model.bytesOfNumber();
    for (int layer = 0; layer < a.nLayers; ++layer) {
        if (!a.hasHeads(layer))
            info.headlessLayers.push_back(layer);
    }
    if (!a.recurrentLayers.empty())
        info.kvBytesPerToken *= 2; // earlier states, see stateSpacing()
    info.stopIds = a.stopIds;
    info.hash = hashOf(directory, *model.checkpoint);
    info.device = options.device;
    return info;
}

/// Whether a number in @p view is none. What nothing here computes with is not looked at.
bool holdsNoNumber(const TensorView &view)
{
    if (view.dtype != "F64" && !weightTypeNamed(view.dtype))
        return false;
    const Matrix stored = matrixOf(view);
    if (!isPacked(stored.type))
        return !stored.numbers.isfinite().all().item<bool>();
    constexpr std::int64_t together = 1024;
    const Matrix rows({stored.numbers.flatten(0, -2)}, stored.type, stored.columns());
    for (std::int64_t row = 0; row < rows.rows(); row += together) {
        if (!rows.widened(row, std::min(rows.rows(), row + together)).isfinite().all().item<bool>())
            return true;
    }
    return false;
}

/// Throws EngineError where a result was computed with files that changed meanwhile, or is not a number. What is to blame for that is
/// looked for only then.
void checkResult(const Transformer::Data &model, bool areNumbers)
{
    model.checkpoint->refuseChanged();
    if (areNumbers)
        return;
    for (const auto &file : model.checkpoint->files()) {
        for (const auto &[name, view] : file->tensors()) {
            if (holdsNoNumber(view))
                refuseNumbers(name, *file);
        }
    }
    throw EngineError("Computing with '{}' gave values that are not numbers; use float32 weights, or another device.", model.info.name);
}

at::Tensor onCpu(const at::Tensor &tensor)
{
    return tensor.to(at::TensorOptions(at::kCPU).dtype(at::kFloat)).contiguous();
}

Eigen::Map<const Logits> asLogits(const at::Tensor &onCpu)
{
    return {onCpu.data_ptr<float>(), onCpu.size(0), onCpu.size(1)};
}

std::vector<Rotation> rotationsOf(const Transformer::Data &model, std::span<const std::int32_t> positions, int sequenceLength)
{
    std::vector<Rotation> rotations;
    for (const Rope &rope : model.ropes) {
        RotationTable table;
        for (const std::int32_t position : positions)
            rope.append(table, position, sequenceLength);
        rotations.push_back(model.backend->rotation(table, static_cast<std::int64_t>(positions.size())));
    }
    return rotations;
}

/// Tokens that transformers has seen when it is through with a prompt whose last token is decoded, not read.
int lengthWhenRead(std::size_t promptSize)
{
    return static_cast<int>(promptSize) + 1;
}

/// How many leading positions of @p old are what prefill() would compute for @p ids: whole blocks.
int reusable(const Transformer::Data &model, const PromptCache *old, std::span<const std::int32_t> ids, const Intervention &intervention)
{
    if (old == nullptr || !(old->data().intervention == intervention) || old->data().block != model.block)
        return 0;
    const bool rotatedByLength = std::ranges::any_of(model.ropes, [&](const Rope &rope) {
        return rope.dependsOnLength(lengthWhenRead(old->ids().size())) || rope.dependsOnLength(lengthWhenRead(ids.size()));
    });
    if (rotatedByLength || intervention.kind == MaskKind::Mean) // the mean is over the whole prompt
        return 0;
    const std::span<const std::int32_t> oldIds = old->ids();
    const auto same = std::mismatch(ids.begin(), ids.end(), oldIds.begin(), oldIds.end()).first - ids.begin();
    if (model.architecture.recurrentLayers.empty())
        return static_cast<int>(same) / model.block * model.block;
    const auto behind = old->data().earlierStates.upper_bound(static_cast<int>(same));
    return behind == old->data().earlierStates.begin() ? 0 : std::prev(behind)->first;
}

void takeOver(const Transformer::Data &model, PromptCache::Data &cache, const PromptCache::Data &old, int size)
{
    if (size == 0)
        return;
    for (std::size_t layer = 0; layer < cache.layers.size(); ++layer) {
        if (cache.layers[layer].keys.defined())
            model.backend->copy(cache.layers[layer], old.layers[layer], size);
    }
    if (const auto known = old.earlierStates.find(size); known != old.earlierStates.end())
        cache.states = known->second;
    cache.earlierStates.insert(old.earlierStates.begin(), old.earlierStates.upper_bound(size));
    cache.outputSums.assign(old.outputSums.begin(), old.outputSums.begin() + size / old.block);
}

/// Tells how far the reading of a prompt is.
class Meter
{
public:
    Meter(const Work &work, int first, int total)
        : m_work(work)
        , m_first(first)
        , m_total(total)
    {
    }

    void reached(int position) const
    {
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - m_start;
        const double secondsLeft = position > m_first ? elapsed.count() / (position - m_first) * (m_total - position) : -1;
        m_work.report({Activity::Reading, position, m_total, secondsLeft});
    }

private:
    const Work &m_work;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    int m_first;
    int m_total;
};

using BlockFunction = std::function<void(const at::Tensor &residual)>;

/// Reads @p ids under @p intervention block by block, as the beginning of a sequence of @p length tokens. @p onBlock gets what forward()
/// returns for each.
std::shared_ptr<PromptCache::Data> read(const Transformer::Data &model, std::span<const std::int32_t> ids, const Intervention &intervention,
    int length, const at::Tensor &means, const Work &work, const PromptCache *old, std::vector<at::Tensor> *weights = nullptr,
    const BlockFunction &onBlock = {})
{
    const int n = static_cast<int>(ids.size());
    auto cache = std::make_shared<PromptCache::Data>();
    cache->ids.assign(ids.begin(), ids.end());
    cache->intervention = intervention;
    cache->block = model.block;
    const Architecture &a = model.architecture;
    cache->states.resize(static_cast<std::size_t>(a.nLayers));
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const Backend &device = model.backend->ofLayer(layer);
        cache->layers.push_back(a.hasHeads(layer) ? device.emptyKeyValues(a.headShape(layer), n) : KeyValues());
        if (a.isRecurrent(layer))
            cache->states[static_cast<std::size_t>(layer)] = emptyState(a, device);
    }
    const int first = reusable(model, old, ids, intervention);
    takeOver(model, *cache, first > 0 ? old->data() : *cache, first);

    const Backend &backend = model.backend->forPrompts();
    PromptAttention attention(backend, model.architecture, *cache, means, work.stop);
    attention.collectWeights(weights);
    const Meter meter(work, first, n);
    const int spacing = a.recurrentLayers.empty() ? 0 : model.stateSpacing();
    const int most = weights != nullptr ? std::max(n, 1) : model.rowsTogether(); // weights are collected of the whole map
    for (int begin = first; begin < n; begin += most) {
        work.poll();
        const int rows = std::min(most, n - begin);
        attention.begin(begin, rows);
        std::vector<std::int32_t> positions(static_cast<std::size_t>(rows));
        std::iota(positions.begin(), positions.end(), begin);
        const Batch batch{ids.subspan(static_cast<std::size_t>(begin), positions.size()), positions, rotationsOf(model, positions, length)};
        const at::Tensor residual = forward(model.architecture, model.weights, backend, batch, attention);
        if (spacing > 0 && (begin + rows) % spacing == 0)
            cache->earlierStates[begin + rows] = cache->states;
        if (onBlock)
            onBlock(residual);
        meter.reached(begin + rows);
    }
    model.checkpoint->refuseChanged();
    cache->meanOutputs = means.defined() ? means : attention.outputSums() / std::max(n, 1);
    return cache;
}

/// Mean outputs of the unmasked prompt where @p intervention needs them while the prompt is read, else undefined.
at::Tensor meansFor(
    const Transformer::Data &model, std::span<const std::int32_t> ids, const Intervention &intervention, int length, const Work &work)
{
    if (intervention.empty() || intervention.kind != MaskKind::Mean)
        return {};
    return read(model, ids, {}, length, {}, work, nullptr)->meanOutputs;
}

} // namespace

Transformer::Transformer(std::unique_ptr<const Data> data)
    : m_data(std::move(data))
{
}

Transformer::~Transformer() = default;

const ModelInfo &Transformer::info() const
{
    return m_data->info;
}

std::shared_ptr<const Transformer> Transformer::load(const std::filesystem::path &directory, const LoadOptions &options, const Work &work)
{
    ModelInfo named;
    named.name = directory.string();
    return computed(named, nullptr, [&] {
        auto data = std::make_unique<Data>();
        data->block = std::max(1, options.prefillBlock);
        data->checkpoint = Checkpoint::open(directory);
        data->architecture = data->checkpoint->gguf() != nullptr ? readArchitecture(*data->checkpoint) : readArchitecture(directory);
        data->architecture.sinks = readSinks(data->architecture, *data->checkpoint);
        data->backend
            = Backend::make(options, weightType(data->architecture, *data->checkpoint), weightSizes(data->architecture, *data->checkpoint));
        data->blocksTogether = data->backend->forPrompts().rowsIndependent() ? std::max(1, options.prefillBlocks) : 1;
        for (int i = 0; i < data->architecture.nRopes(); ++i)
            data->ropes.emplace_back(data->architecture.ropeTable(i));
        data->weights = readWeights(data->architecture, *data->checkpoint, *data->backend, [&](int layer) {
            work.poll();
            work.report({Activity::Loading, layer + 1, data->architecture.nLayers, -1});
        });
        data->info = describe(*data, directory, options);
        data->checkpoint->refuseChanged();
        if (options.checkMemory)
            checkMemory(data->info, 1, 0);
        return std::shared_ptr<const Transformer>(new Transformer(std::move(data)));
    });
}

std::shared_ptr<const PromptCache> Transformer::prefill(
    std::span<const std::int32_t> ids, const Intervention &intervention, const Work &work, std::shared_ptr<const PromptCache> reuse) const
{
    checkIds(info(), ids);
    checkPositions(m_data->architecture, info(), static_cast<int>(ids.size()));
    checkHeads(info(), intervention.heads);
    checkMemory(info(), static_cast<std::int64_t>(ids.size()), 0);
    const Intervention applied = intervention.whileReading();
    const bool same = reuse && reuse->data().intervention == applied && std::ranges::equal(reuse->ids(), ids);
    if (same)
        return reuse;
    return computed(info(), m_data->backend.get(), [&] {
        const int length = lengthWhenRead(ids.size());
        const at::Tensor means = meansFor(*m_data, ids, applied, length, work);
        return std::make_shared<const PromptCache>(read(*m_data, ids, applied, length, means, work, reuse.get()));
    });
}

Logits Transformer::step(std::span<Branch *const> branches, std::span<const std::int32_t> tokens) const
{
    Logits logits;
    step(branches, tokens, logits);
    return logits;
}

void Transformer::step(std::span<Branch *const> branches, std::span<const std::int32_t> tokens, Logits &logits) const
{
    if (branches.size() != tokens.size())
        throw EngineError("A decoding step got {} tokens for {} branches.", tokens.size(), branches.size());
    checkIds(info(), tokens);
    const std::vector<int> ahead = tokensAhead(branches);
    for (std::size_t i = 0; i < branches.size(); ++i) {
        checkPositions(m_data->architecture, info(), branches[i]->prompt().size() + branches[i]->nSteps() + ahead[i] + 1);
        checkHeads(info(), branches[i]->intervention().heads);
        if (ahead[i] > 0 && m_data->architecture.keepsStates())
            throw EngineError("'{}' keeps states, so that a step takes one token.", info().name);
    }
    checkTails(info(), static_cast<std::int64_t>(branches.size()), bytesOfStep(branches));
    computed(info(), m_data->backend.get(), [&] {
        logits.resize(static_cast<Eigen::Index>(branches.size()), info().vocabularySize);
        const std::size_t most = m_data->backend->stepRows();
        for (std::size_t first = 0; first < branches.size(); first += most) {
            const std::size_t n = std::min(most, branches.size() - first);
            stepTogether(branches.subspan(first, n), tokens.subspan(first, n),
                logits.middleRows(static_cast<Eigen::Index>(first), static_cast<Eigen::Index>(n)));
        }
    });
}

bool Transformer::canTryAhead() const
{
    return m_data->backend->rowsIndependent() && !m_data->architecture.keepsStates();
}

LogitAttribution Transformer::attribute(Branch &branch, std::int32_t token, std::int32_t target) const
{
    checkIds(info(), std::array{token, target});
    checkPositions(m_data->architecture, info(), branch.prompt().size() + branch.nSteps() + 1);
    checkHeads(info(), branch.intervention().heads);
    if (m_data->architecture.normsResidual)
        throw EngineError("'{}' norms its residual stream in every block, so that a logit is no sum of what heads and layers add; "
                          "mask heads to see what they do.",
            info().name);
    return computed(info(), m_data->backend.get(), [&] {
        ResidualRecorder recorder;
        Branch *const one = &branch;
        Logits logits(1, info().vocabularySize);
        stepTogether(std::span(&one, 1), std::span(&token, 1), logits, &recorder);
        return recorder.attribute(m_data->architecture, m_data->weights, target);
    });
}

std::int64_t Transformer::bytesOfStep(std::span<Branch *const> branches) const
{
    std::int64_t bytes = 0;
    const std::vector<int> ahead = tokensAhead(branches);
    for (std::size_t i = 0; i < branches.size(); ++i) {
        if (i + 1 == branches.size() || ahead[i + 1] == 0) // its last token
            bytes += branches[i]->data().bytesToReserve(ahead[i] + 1, *m_data->backend, m_data->architecture);
    }
    return bytes;
}

void Transformer::stepTogether(
    std::span<Branch *const> branches, std::span<const std::int32_t> tokens, Eigen::Ref<Logits> logits, ResidualObserver *observer) const
{
    const Data &model = *m_data;
    const SharedRows sharedRows(branches, tokens, model.architecture.nLayers);
    for (std::size_t i = 0; i < branches.size(); ++i)
        branches[i]->data().reserve(sharedRows.ahead()[i] + 1, *model.backend, model.architecture);
    std::vector<RotationTable> tables(model.ropes.size());
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> positions;
    for (const std::size_t i : sharedRows.branches(0)) {
        const int promptSize = branches[i]->prompt().size();
        ids.push_back(tokens[i]);
        const int position = positions.emplace_back(promptSize + branches[i]->nSteps() + sharedRows.ahead()[i]);
        for (std::size_t rope = 0; rope < tables.size(); ++rope)
            model.ropes[rope].append(tables[rope], position, model.ropes[rope].lengthWhenDecoding(position, promptSize));
    }
    std::vector<Rotation> rotations;
    for (const RotationTable &table : tables)
        rotations.push_back(model.backend->rotation(table, static_cast<std::int64_t>(ids.size())));
    const Batch batch{ids, positions, rotations};
    StepAttention attention(*model.backend, model.architecture, branches, sharedRows);
    const at::Tensor residual = forward(model.architecture, model.weights, *model.backend, batch, attention, observer);
    const at::Tensor ofRows = onCpu(unembed(model.architecture, model.weights, *model.backend, residual));
    checkResult(model, ofRows.isfinite().all().item<bool>() && attention.areNumbers());
    for (std::size_t i = 0; i < branches.size(); ++i)
        logits.row(static_cast<Eigen::Index>(i)) = asLogits(ofRows).row(sharedRows.rows(model.architecture.nLayers)[i]);
    attention.commit(tokens);
}

std::vector<float> Transformer::attentionRow(const Branch &branch, int step, HeadId head) const
{
    checkHeads(info(), std::span(&head, 1));
    if (step < 0 || step >= branch.nSteps())
        throw EngineError("There is no decoded step {}; the answer has {}.", step, branch.nSteps());
    if (branch.data().capture == Capture::Nothing)
        throw EngineError("Nothing was captured while this answer was decoded; decode it again to see its attention.");
    return computed(info(), m_data->backend.get(), [&] {
        const auto layer = static_cast<std::size_t>(head.layer);
        const HeadShape shape = m_data->architecture.headShape(head.layer);
        const at::Tensor query = branch.data().queries[layer][step].narrow(0, std::int64_t(head.head) * shape.dHead, shape.dHead);
        const Keys prompt{&branch.prompt().data().layers[layer], branch.prompt().size()};
        const Keys tail{&branch.data().tail[layer], step + 1};
        const HeadWindows windows = Mask(*m_data->backend, shape, branch.intervention(), {}).windows(head.layer);
        const HeadWindow window = windows.empty() ? HeadWindow() : windows[static_cast<std::size_t>(head.head)];
        return m_data->backend->attentionRow(query, prompt, tail, head.head, shape, window);
    });
}

Transformer::Trace Transformer::trace(std::span<const std::int32_t> ids, bool attentions, const Intervention &intervention) const
{
    const auto n = static_cast<std::int64_t>(ids.size());
    const std::int64_t mapSize
        = attentions ? (info().nLayers - static_cast<std::int64_t>(info().headlessLayers.size())) * info().nHeads * n * n : 0;
    checkIds(info(), ids);
    checkPositions(m_data->architecture, info(), static_cast<int>(n));
    checkHeads(info(), intervention.heads);
    checkMemory(info(), n, (n * info().vocabularySize + 3 * mapSize) * static_cast<std::int64_t>(sizeof(float)));
    return computed(info(), m_data->backend.get(), [&] {
        const Intervention applied = intervention.whileReading();
        const at::Tensor means = meansFor(*m_data, ids, applied, static_cast<int>(n), {});
        Trace trace;
        trace.logits.resize(n, info().vocabularySize);
        std::vector<at::Tensor> weights;
        Eigen::Index row = 0;
        const auto keepLogits = [&](const at::Tensor &residual) {
            trace.logits.middleRows(row, residual.size(0))
                = asLogits(onCpu(unembed(m_data->architecture, m_data->weights, m_data->backend->forPrompts(), residual)));
            checkResult(*m_data, trace.logits.middleRows(row, residual.size(0)).allFinite());
            row += residual.size(0);
        };
        read(*m_data, ids, applied, static_cast<int>(n), means, {}, nullptr, attentions ? &weights : nullptr, keepLogits);
        for (const at::Tensor &layer : weights) {
            const at::Tensor map = layer.cpu().contiguous();
            trace.attentions.insert(trace.attentions.end(), map.data_ptr<float>(), map.data_ptr<float>() + map.numel());
        }
        return trace;
    });
}

} // namespace needlescope
