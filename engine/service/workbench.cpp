// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/workbench.h"

#include "api/message.h"
#include "resources/resources.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "retrieval/promptframe.h"
#include "service/promptshelf.h"
#include "service/provenance.h"
#include "study/detection.h"
#include "text/tokenizer.h"

#include <optional>
#include <span>
#include <utility>

namespace needlescope {

namespace {

/// For keys and values of prompts besides the latest.
constexpr std::int64_t promptBudget = std::int64_t{1} << 30;

/// What an intervention changes while the prompt is read.
Intervention readingPart(const Intervention &intervention)
{
    const bool changes = intervention.scope == MaskScope::Everywhere && !intervention.empty();
    return changes ? intervention : Intervention();
}

void checkRequest(const AttentionRequest &request, const Branch &answer, const ModelInfo &model)
{
    if (request.step < 0 || request.step >= answer.nSteps())
        throw EngineError("Step " + std::to_string(request.step) + " was not decoded; the answer has " + std::to_string(answer.nSteps())
            + " steps, counted from 0.");
    for (const HeadId id : request.heads) {
        if (id.layer < 0 || id.layer >= model.nLayers || id.head < 0 || id.head >= model.nHeads)
            throw EngineError(toString(id) + " is not a head of the model; it has " + std::to_string(model.nLayers) + " layers of "
                + std::to_string(model.nHeads) + " heads, counted from 0.");
    }
    const auto nKeys = static_cast<std::size_t>(answer.prompt().size() + request.step + 1);
    if (request.heads.size() * nKeys * sizeof(float) > maxFrameBytes / 2)
        throw EngineError("Attention of " + std::to_string(request.heads.size()) + " heads on " + std::to_string(nKeys)
            + " tokens is too much for one message; ask for fewer heads at once.");
}

} // namespace

struct Workbench::OpenModel
{
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    PromptShelf shelf;
};

Workbench::Workbench() = default;

Workbench::~Workbench() = default;

Workbench::OpenModel &Workbench::opened() const
{
    if (!m_open)
        throw EngineError("No model is open; open one first.");
    return *m_open;
}

ModelInfo Workbench::open(
    const std::string &model, const std::string &device, const std::stop_token &stop, const ProgressFunction &onProgress)
{
    const auto directory = modelDirectory(model);
    auto tokenizer = Tokenizer::load(directory);
    LoadOptions options;
    if (!device.empty())
        options.device = device;
    auto transformer = Transformer::load(directory, options, stop, onProgress);
    const auto &info = transformer->info();
    PromptShelf shelf(info.kvBytesPerToken, promptBudget);
    m_open = std::make_shared<OpenModel>(OpenModel{transformer, std::move(tokenizer), std::move(shelf)});
    return info;
}

ChosenFrame Workbench::frame() const
{
    return chooseFrame(opened().model->info().directory, {});
}

Prompt Workbench::compose(const PromptRequest &request) const
{
    return composePrompt(request, *opened().tokenizer);
}

DecodeTrace Workbench::generate(
    const GenerationRequest &request, const std::stop_token &stop, const ProgressFunction &onProgress, const TokenFunction &onToken)
{
    auto &[model, tokenizer, shelf] = opened();
    const auto reading = readingPart(request.intervention);
    const std::span ids(request.promptIds);
    // The prompt's last token is the first step's input and not part of what is kept.
    const auto kept = ids.empty() ? nullptr : shelf.find(ids.first(ids.size() - 1), reading);
    const AnswerOptions options{
        kept ? kept : shelf.latest(reading), stop, onProgress, [&](std::size_t, const DecodedToken &token) { onToken(token); }};
    auto answer = answerPrompt(*model, *tokenizer, request, options);
    if (!kept)
        shelf.keep(answer.prompt, reading);
    answer.trace.traceId = shelf.keepAnswer(std::move(answer.branch));
    return std::move(answer.trace);
}

AttentionRows Workbench::attention(const AttentionRequest &request) const
{
    const auto &[model, tokenizer, shelf] = opened();
    const Branch *answer = shelf.answer(request.traceId);
    if (!answer)
        throw EngineError("This answer is no longer kept; run the prompt again to see its attention.");
    checkRequest(request, *answer, model->info());
    AttentionRows rows{request, answer->prompt().size() + request.step + 1, {}};
    for (const HeadId id : request.heads) {
        const auto row = model->attentionRow(*answer, request.step, id);
        rows.weights.insert(rows.weights.end(), row.begin(), row.end());
    }
    return rows;
}

ScoreMap Workbench::detect(
    const StudyRequest &study, const std::string &run, const std::stop_token &stop, const UpdateFunction &onUpdate) const
{
    opened();
    // Another model may be opened from onUpdate.
    const auto open = m_open;
    std::optional<RunFile> file;
    if (!run.empty())
        file = RunFile::continueOrCreate(run, runHeaderOf(open->model->info(), study));
    return Detection(*open->model, *open->tokenizer, study, file ? &*file : nullptr).run(stop, onUpdate);
}

} // namespace needlescope
