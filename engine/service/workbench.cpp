// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/workbench.h"

#include "api/headcheck.h"
#include "api/message.h"
#include "archive/runfile.h"
#include "measures/studies/kind.h"
#include "resources/localmodels.h"
#include "resources/runfolder.h"
#include "retrieval/compose.h"
#include "retrieval/probe.h"
#include "retrieval/promptframe.h"
#include "service/promptkeeper.h"
#include "service/promptshelf.h"
#include "service/provenance.h"
#include "study/study.h"
#include "text/tokenizer.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

namespace needlescope {

namespace {

/// For keys and values of prompts besides the latest, and for the tails of answers.
constexpr std::int64_t promptBudget = std::int64_t{1} << 30;

void checkRequest(const AttentionRequest &request, const Branch &answer, const ModelInfo &model)
{
    if (request.step < 0 || request.step >= answer.nSteps())
        throw EngineError("Step {} was not decoded; the answer has {} steps, counted from 0.", request.step, answer.nSteps());
    checkHeads(model, request.heads);
    const auto nKeys = static_cast<std::size_t>(answer.prompt().size() + request.step + 1);
    if (request.heads.size() * nKeys * sizeof(float) > maxFrameBytes / 2)
        throw EngineError(
            "Attention of {} heads on {} tokens is too much for one message; ask for fewer heads at once.", request.heads.size(), nKeys);
}

/// The file that @p run names, made so that it can be written; empty: none.
std::filesystem::path runFileOf(const std::string &run, const RunHeader &header)
{
    if (run.empty())
        return {};
    auto file = runPath(run == "auto" ? runNameOf(header) : run);
    std::error_code ignored; // told where the file is opened
    std::filesystem::create_directories(file.parent_path(), ignored);
    return file;
}

} // namespace

struct Workbench::OpenModel
{
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::string tokenizerHash; ///< here, because each answer states it
    PromptShelf shelf;
    PromptKeeper prompts{};
    double secondsPerCost = 0; ///< of the last study (PlannedSample::cost), or of a prompt; 0: not known
};

Workbench::Workbench() = default;

Workbench::~Workbench() = default;

Workbench::OpenModel &Workbench::opened() const
{
    if (!m_open)
        throw EngineError("No model is open; open one first.");
    return *m_open;
}

ModelInfo Workbench::open(const std::string &model, const std::string &device, const Work &work)
{
    const auto directory = modelDirectory(model);
    auto tokenizer = Tokenizer::load(directory);
    LoadOptions options;
    if (!device.empty())
        options.device = device;
    auto transformer = Transformer::load(directory, options, work);
    const auto &info = transformer->info();
    PromptShelf shelf(info.kvBytesPerToken, promptBudget);
    m_open = std::make_shared<OpenModel>(OpenModel{transformer, std::move(tokenizer), tokenizerHashOf(info), std::move(shelf)});
    return info;
}

ChosenFrame Workbench::frame() const
{
    return chooseFrame(opened().model->info().directory, {}, {}, opened().tokenizer.get());
}

Prompt Workbench::compose(const PromptRequest &request)
{
    auto &open = opened();
    return open.prompts.keep(composePrompt(request, *open.tokenizer), request);
}

DecodeTrace Workbench::generate(GenerationRequest request, const Work &work, const TokenFunction &onToken)
{
    auto &[model, tokenizer, tokenizerHash, shelf, prompts, secondsPerCost] = opened();
    AnswerOrigin origin;
    if (request.promptHandle != 0) {
        const KeptPrompt &kept = prompts.of(request.promptHandle);
        request.promptIds = kept.prompt.ids;
        request.needle = kept.prompt.needle;
        request.answer = kept.prompt.answer;
        origin = originOf(model->info(), tokenizerHash, kept.request, static_cast<int>(kept.prompt.ids.size()), request.intervention);
        origin.provenance.seed = request.maskSeed;
    }
    const auto reading = request.intervention.whileReading();
    const std::span ids(request.promptIds);
    // The prompt's last token is the first step's input and not part of what is kept.
    const auto read = ids.first(ids.size() - std::min<std::size_t>(1, ids.size()));
    const auto kept = shelf.find(read, reading);
    const auto likely = shelf.answersTo(read);
    AnswerOptions options;
    options.reuse = kept ? kept : shelf.latest(reading);
    options.likely = likely;
    options.work = work;
    options.onToken = [&](std::size_t, const DecodedToken &token) { onToken(token); };
    const auto start = std::chrono::steady_clock::now();
    auto answer = answerPrompt(*model, *tokenizer, request, options);
    if (!kept) {
        if (!options.reuse)
            secondsPerCost = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()
                / (static_cast<double>(ids.size()) + decodingCost);
        shelf.keep(answer.prompt, reading);
    }
    answer.trace.origin = std::move(origin);
    answer.trace.traceId = shelf.keepAnswer(std::move(answer.branch));
    return std::move(answer.trace);
}

AttentionRows Workbench::attention(const AttentionRequest &request) const
{
    const auto &open = opened();
    const Branch *answer = open.shelf.answer(request.traceId);
    if (!answer)
        throw EngineError("This answer is no longer kept; run the prompt again to see its attention.");
    checkRequest(request, *answer, open.model->info());
    AttentionRows rows{request, answer->prompt().size() + request.step + 1, {}};
    for (const HeadId id : request.heads) {
        const auto row = open.model->attentionRow(*answer, request.step, id);
        rows.weights.insert(rows.weights.end(), row.begin(), row.end());
    }
    return rows;
}

StudyPlan Workbench::plan(const StudyRequest &study) const
{
    const auto &open = opened();
    const auto nMasks = infoOf(study.kind).masks(study, open.model->info()).size();
    StudyPlan plan{static_cast<int>(samplesInOrder(study).size()), static_cast<int>(nMasks)};
    plan.run = runPath(runNameOf({{}, study, open.model->info()})).string();
    if (open.secondsPerCost > 0)
        plan.seconds = open.secondsPerCost * expectedCost(study, nMasks);
    return plan;
}

StudySummary Workbench::study(const StudyRequest &study, const std::string &run, const Work &work, const UpdateFunction &onUpdate)
{
    opened();
    // Another model may be opened while this one breathes.
    const auto open = m_open;
    const RunHeader header = runHeaderOf(open->model->info(), study);
    std::optional<RunFile> file;
    if (const auto path = runFileOf(run, header); !path.empty())
        file = RunFile::continueOrCreate(path, header);
    Study samples(*open->model, *open->tokenizer, header, file ? &*file : nullptr);
    auto summary = samples.run(work, [&](const StudyUpdate &update) {
        open->secondsPerCost = samples.secondsPerCost();
        onUpdate(update);
    });
    return summary;
}

} // namespace needlescope
