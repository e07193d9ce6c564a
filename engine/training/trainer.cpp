// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/trainer.h"

#include "training/batchesahead.h"
#include "training/bytepairs.h"
#include "training/checkpoint.h"
#include "training/diagnosis.h"
#include "training/modelfolder.h"
#include "training/optimizer.h"
#include "training/tensors.h"

#include "api/engineerror.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <thread>

namespace needlescope {

namespace {

using Clock = std::chrono::steady_clock;

/// Tokens. Whole attention maps are made for it: at thousands of tokens they would take minutes.
constexpr int longestDiagnosed = 1088;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// bfloat16 where the machine has units for it (AMX, a GPU); libtorch's fallback without them is slower than float.
bool bfloat16IsFaster(at::Device device)
{
    if (!device.is_cpu())
        return true;
    const at::NoGradGuard noGradients;
    const auto best = [](at::ScalarType type) { // of several: other work beside this one is no reason
        const auto a = at::ones({512, 256}).to(type);
        const auto b = at::ones({256, 512}).to(type);
        double seconds = std::numeric_limits<double>::infinity();
        for (int i = 0; i < 20; ++i) {
            const auto start = Clock::now();
            at::mm(a, b);
            seconds = std::min(seconds, secondsSince(start));
        }
        return seconds;
    };
    return best(at::kBFloat16) < 0.7 * best(at::kFloat);
}

/// The text that the tokenizer is trained on: what the model will read.
std::string tokenizerCorpus(const PhraseBook &phrases, const Recipe &recipe)
{
    const DocumentMaker maker(phrases, [](std::string_view text) { return text.size() / 4 + 1; });
    std::string text;
    for (std::uint64_t i = 0; text.size() < recipe.tokenizerCharacters; ++i) {
        Rng rng = Rng::stream(recipe.seed, 0x70C, i);
        for (const auto &piece : maker.make({0.05, 0.05}, {}, 400, rng))
            text += piece.text;
        text += "\n";
    }
    return text;
}

/// A step on the CPU takes a hundred times as long as its batch.
int batchThreads(at::Device device)
{
    return device.is_cpu() ? 0 : std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 8);
}

double learningRate(const Stage &stage, std::int64_t warmUp, std::int64_t step)
{
    const double done = static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(1, stage.steps));
    const double warm = std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(std::max<std::int64_t>(1, warmUp)));
    const double fall = done <= stage.decayFrom ? 0.0 : (done - stage.decayFrom) / (1 - stage.decayFrom);
    return warm * (stage.learningRate + fall * (stage.finalLearningRate - stage.learningRate));
}

class Training
{
public:
    Training(const Recipe &recipe, const TrainOptions &options, std::function<void(const std::string &)> log)
        : m_recipe(recipe)
        , m_options(options)
        , m_log(std::move(log))
        , m_device(options.device)
        , m_batches(m_phrases, tokenizer(), recipe.seed, batchThreads(m_device))
        , m_model(resumedOrNew())
        , m_optimizer(m_model, recipe.weightDecay)
    {
        if (m_resumed)
            restoreMoments();
    }

    TrainingResult run()
    {
        m_started = Clock::now();
        m_tokensAtStart = m_state.tokens;
        for (std::int64_t done = 0; enterStage(); ++done) {
            if (done == m_options.stopAfter)
                return result();
            oneStep();
        }
        save();
        m_log("finished after " + std::to_string(m_state.tokens) + " tokens");
        return result();
    }

private:
    TrainingResult result() const { return {m_state.copyAccuracy, m_state.factAccuracy, m_state.tokens}; }
    std::filesystem::path checkpointFile() const { return m_options.directory / checkpointName; }
    const Stage &stage() const { return m_recipe.stages[static_cast<std::size_t>(m_state.stage)]; }

    std::shared_ptr<const Tokenizer> tokenizer()
    {
        const auto file = m_options.directory / "tokenizer.json";
        if (!std::filesystem::exists(file) && m_recipe.continues()) {
            requireStart();
            std::filesystem::create_directories(m_options.directory);
            std::filesystem::copy_file(m_options.from / "tokenizer.json", file);
        } else if (!std::filesystem::exists(file)) {
            std::filesystem::create_directories(m_options.directory);
            m_log("training the tokenizer");
            const auto json = tokenizerJson(
                trainBytePairs(tokenizerCorpus(m_phrases, m_recipe), static_cast<std::size_t>(m_recipe.shape.vocabularySize)));
            const auto partial = m_options.directory / "tokenizer.json.part";
            std::ofstream(partial, std::ios::binary) << json;
            std::filesystem::rename(partial, file);
        }
        return Tokenizer::load(m_options.directory);
    }

    LanguageModel resumedOrNew()
    {
        if (std::filesystem::exists(checkpointFile())) {
            auto checkpoint = readCheckpoint(checkpointFile());
            m_state = checkpoint.state;
            m_resumed = std::move(checkpoint.tensors);
            m_log("continuing at stage " + std::to_string(m_state.stage) + ", step " + std::to_string(m_state.step));
            return modelOf({m_state, *m_resumed}, m_device, computeType());
        }
        m_state.bfloat16
            = m_options.precision == Precision::BFloat16 || (m_options.precision == Precision::Auto && bfloat16IsFaster(m_device));
        if (m_recipe.continues())
            return begunFromAnother();
        m_state.shape = m_recipe.shape;
        m_state.shape.rope.theta = m_recipe.stages.front().ropeTheta;
        return {m_state.shape, m_recipe.seed, m_device, computeType()};
    }

    at::ScalarType computeType() const { return m_state.bfloat16 ? at::kBFloat16 : at::kFloat; }

    void requireStart() const
    {
        if (!std::filesystem::exists(m_options.from / "tokenizer.json"))
            throw EngineError("The recipe has no shape, so it continues another model, and '{}' holds none; name a training's or a model's "
                              "folder with --from.",
                m_options.from.string());
    }

    LanguageModel begunFromAnother()
    {
        requireStart();
        auto start = readStartingPoint(m_options.from, m_device, computeType());
        auto model = m_recipe.mixture.nExperts > 0 ? start.model.upcycled(mixtureOf(start.model.shape()), m_recipe.seed) : start.model;
        model.setTheta(m_recipe.stages.front().ropeTheta);
        m_state.shape = model.shape();
        m_state.offHeads = start.offHeads;
        m_state.copyAccuracy = start.copyAccuracy;
        return model;
    }

    Mixture mixtureOf(const Architecture &dense) const
    {
        auto mixture = m_recipe.mixture;
        mixture.dFeedForward = dense.dFeedForward;
        return mixture;
    }

    void restoreMoments()
    {
        for (auto &tensor : m_optimizer.tensors()) {
            for (const auto &saved : *m_resumed) {
                if (saved.name == tensor.name) {
                    tensor.first.copy_(saved.first);
                    tensor.second.copy_(saved.second);
                }
            }
        }
        m_resumed.reset();
    }

    /// Moves on to the next stage where this one is over. False at the end of the recipe.
    bool enterStage()
    {
        while (m_state.step >= stage().steps || reached()) {
            if (m_state.stage + 1 == static_cast<std::int64_t>(m_recipe.stages.size()))
                return false;
            ++m_state.stage;
            m_state.step = 0;
            if (stage().layers > m_state.shape.nLayers)
                grow();
            m_state.shape.rope.theta = stage().ropeTheta;
            m_model.setTheta(stage().ropeTheta);
            m_optimizer = Optimizer(m_model, m_recipe.weightDecay);
            m_log("stage " + stage().name + " begins at " + std::to_string(m_state.tokens) + " tokens");
            save();
        }
        return true;
    }

    bool reached() const
    {
        const auto &now = stage();
        if (!now.untilAccuracy || m_state.copyAccuracy < *now.untilAccuracy || m_state.step < m_recipe.warmUpSteps)
            return false;
        return !now.penalty || m_state.shape.nHeads - static_cast<int>(m_state.offHeads.size()) <= now.penalty->heads;
    }

    void grow()
    {
        m_model = m_model.grown(
            stage().layers, stage().places, Rng::stream(m_recipe.seed, 0x6107, static_cast<std::uint64_t>(m_state.stage)).next());
        m_state.shape.nLayers = stage().layers;
        for (auto &[layer, head] : m_state.offHeads)
            layer = stage().places[static_cast<std::size_t>(layer)];
    }

    /// Heads left out at random, and every head of the layer that copies: in some closed books, so that what the model knows does not come
    /// to depend on the heads that retrieve, and where invented answers begin, so that it has learned to speak without them.
    LanguageModel::HeadFocus headFocus(const TrainingBatch &batch) const
    {
        if (stage().headDropout <= 0 && stage().closedBookMask <= 0 && stage().documents.inventions <= 0)
            return {};
        Rng rng = Rng::stream(m_recipe.seed, 0xD0 + static_cast<std::uint64_t>(m_state.stage), static_cast<std::uint64_t>(m_state.step));
        const int copyingLayer = m_state.offHeads.empty() ? -1 : m_state.offHeads.front().first;
        std::vector<bool> withoutCopying;
        for (std::size_t s = 0; s < batch.closedBook.size(); ++s)
            withoutCopying.push_back(batch.inventedFrom[s] > 0 || (batch.closedBook[s] && rng.chance(stage().closedBookMask)));
        std::vector<float> factors;
        for (int layer = 0; layer < m_state.shape.nLayers; ++layer) {
            for (const bool masked : withoutCopying) {
                for (int head = 0; head < m_state.shape.nHeads; ++head) {
                    const bool even = rng.chance(stage().headDropout) || (masked && layer == copyingLayer);
                    factors.push_back(even ? 0.0f : 1.0f);
                }
            }
        }
        const auto ofLayers = tensorFrom(factors, {m_state.shape.nLayers, batch.sequences, m_state.shape.nHeads}, m_device);
        return {ofLayers.unbind(), tensorFrom(batch.inventedFrom, {batch.sequences}, m_device)};
    }

    void oneStep()
    {
        const auto batch = m_batches.take(stage(), static_cast<std::uint64_t>(m_state.stage), static_cast<std::uint64_t>(m_state.step));
        const auto count = static_cast<std::int64_t>(batch.positions.size());
        const auto pass = m_model.forward(tensorFrom(batch.ids, {batch.sequences, batch.length}, m_device), headFocus(batch));
        const auto chosen = pass.hidden.index_select(0, tensorFrom(batch.positions, {count}, m_device));
        const auto loss = fused::tokenLoss(
            chosen, m_model.unembedding(), tensorFrom(batch.targets, {count}, m_device), tensorFrom(batch.weights, {count}, m_device));
        constexpr double BalanceWeight = 0.01; // Switch Transformer's
        (pass.balance.defined() ? loss.total + pass.balance * BalanceWeight : loss.total).backward();
        const double rate = learningRate(stage(), m_recipe.warmUpSteps, m_state.step);
        m_optimizer.step(rate, m_state.step + 1);
        const at::NoGradGuard noGradients;
        keepOff(m_model, m_state.offHeads);
        if (stage().penalty && m_state.copyAccuracy >= stage().penalty->minimumAccuracy)
            shrinkHeads(m_model, *stage().penalty, rate, m_state.offHeads);

        note(batch, loss);
        ++m_state.step;
        m_state.tokens += batch.sequences * batch.length;
        if (m_state.step % m_options.reportEvery == 0)
            report(loss.total.item<double>(), rate);
        if (m_state.step % m_options.diagnoseEvery == 0)
            diagnose();
        if (m_state.step % m_options.checkpointEvery == 0)
            save();
    }

    void note(const TrainingBatch &batch, const fused::TokenLoss &loss)
    {
        const auto hits = loss.hits.to(at::kCPU);
        const auto *hit = hits.data_ptr<std::uint8_t>();
        double copied[2] = {};
        double facts[2] = {};
        for (std::size_t i = 0; i < batch.roles.size(); ++i) {
            const auto role = batch.roles[i];
            auto *tally = role == Role::Answer || role == Role::Copied ? copied : role == Role::Fact ? facts : nullptr;
            if (tally) {
                tally[0] += hit[i];
                tally[1] += 1;
            }
        }
        constexpr double Memory = 0.97;
        if (copied[1] > 0)
            m_state.copyAccuracy = Memory * m_state.copyAccuracy + (1 - Memory) * copied[0] / copied[1];
        if (facts[1] > 0)
            m_state.factAccuracy = Memory * m_state.factAccuracy + (1 - Memory) * facts[0] / facts[1];
    }

    void report(double loss, double rate) const
    {
        const double speed = static_cast<double>(m_state.tokens - m_tokensAtStart) / secondsSince(m_started);
        double left = 0;
        for (auto s = m_state.stage; s < static_cast<std::int64_t>(m_recipe.stages.size()); ++s) {
            const auto &next = m_recipe.stages[static_cast<std::size_t>(s)];
            left += static_cast<double>((next.steps - (s == m_state.stage ? m_state.step : 0)) * next.tokensPerStep);
        }
        char line[240];
        std::snprintf(line, sizeof line,
            "%s %lld/%lld  %.2fM tokens  loss %.3f  copied %.3f  facts %.3f  lr %.1e  heads off %zu  %.0f tokens/s  at most %.0f min left",
            stage().name.c_str(), static_cast<long long>(m_state.step), static_cast<long long>(stage().steps),
            static_cast<double>(m_state.tokens) * 1e-6, loss, m_state.copyAccuracy, m_state.factAccuracy, rate, m_state.offHeads.size(),
            speed, left / speed / 60);
        m_log(line);
    }

    void diagnose() const
    {
        const BatchMaker &maker = m_batches.maker();
        const auto length = std::min(stage().lengths.back(), longestDiagnosed);
        Rng rng = Rng::stream(m_recipe.seed, 0xD1A6, 0);
        std::vector<Document> copies;
        std::vector<Document> books;
        for (int i = 0; i < 8; ++i) {
            copies.push_back(maker.documents().copies(static_cast<std::size_t>(length - 1), rng, stage().documents.shortWords));
            books.push_back(maker.documents().book({0, 0}, static_cast<std::size_t>(length - 1), rng));
        }
        m_log("  copies: " + summary(diagnoseCopying(m_model, maker.make(copies, length, rng))));
        m_log("  books:  " + summary(diagnoseCopying(m_model, maker.make(books, length, rng))));
        if (stage().penalty) {
            std::string norms = "  norms: ";
            for (const auto norm : headNorms(m_model, stage().penalty->layer))
                norms += " " + std::to_string(norm).substr(0, 4);
            m_log(norms);
        }
    }

    void save()
    {
        m_state.recipe = m_recipe.json;
        writeCheckpoint(checkpointFile(), m_state, m_optimizer.tensors());
    }

    const Recipe &m_recipe;
    TrainOptions m_options;
    std::function<void(const std::string &)> m_log;
    at::Device m_device;
    PhraseBook m_phrases;
    BatchesAhead m_batches;
    TrainingState m_state;
    std::optional<std::vector<TrainedTensor>> m_resumed;
    LanguageModel m_model;
    Optimizer m_optimizer;
    Clock::time_point m_started;
    std::int64_t m_tokensAtStart = 0;
};

} // namespace

TrainingResult train(const Recipe &recipe, const TrainOptions &options, const std::function<void(const std::string &)> &log)
{
    if (options.fromScratch) {
        std::filesystem::remove(options.directory / checkpointName);
        std::filesystem::remove(options.directory / "tokenizer.json");
    }
    return Training(recipe, options, log).run();
}

} // namespace needlescope
