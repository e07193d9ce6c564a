// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/interrupt.h"
#include "commandline/loadedmodel.h"
#include "commandline/studyoptions.h"
#include "commands.h"
#include "figures.h"
#include "summarytext.h"

#include "archive/scorefile.h"
#include "measures/studies/kind.h"
#include "service/provenance.h"
#include "study/sampleorder.h"
#include "study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace needlescope {

namespace {

struct RunOptions
{
    explicit RunOptions(StudyKind kind)
        : study(kind)
    {
    }

    ModelChoice model;
    StudyOptions study;
    std::string run;
    std::string scores; ///< of detect: score file to write
    std::string out;
    bool plan = false;
    bool json = false;
};

/// What the study would take, without computing anything.
int tellPlan(const RunOptions &options, const ModelInfo &model, const Tokenizer &tokenizer)
{
    const StudyRequest request = options.study.request(model, tokenizer);
    const auto samples = samplesInOrder(request).size();
    const auto masks = infoOf(request.kind).masks(request, model).size();
    const int shards = mostShards(request);
    const auto &lengths = request.tasks.lengths;
    const std::int64_t cache
        = model.kvBytesPerToken * (lengths.empty() ? model.contextLength : *std::max_element(lengths.begin(), lengths.end()));
    if (options.json)
        printJson({{"samples", samples}, {"masks", masks}, {"shards", shards},
            {"memory", {{"weights", model.weightBytes}, {"kv_cache", cache}}}});
    else
        std::cout << fmt::format(
            "{} samples under {} mask{}, in up to {} shards; weights take {}, keys and values of the longest prompt {}\n", samples, masks,
            masks == 1 ? "" : "s", shards, bytesText(model.weightBytes), bytesText(cache));
    return 0;
}

nlohmann::json toJson(const StudySummary &summary, int resumed)
{
    nlohmann::json json = summary;
    json["certainty"] = summary.certainty.text();
    json["resumed"] = resumed;
    for (auto &map : json["maps"])
        map.clear(); // written below as nested lists, for whoever has no CBOR
    for (std::size_t i = 0; i < summary.maps.size(); ++i) {
        const ScoreMap &map = summary.maps[i];
        json["maps"][i] = {{"measure", map.measure}, {"score", nested(map.score)}, {"low", nested(map.low)}, {"high", nested(map.high)},
            {"frequency", nested(map.frequency)}, {"samples", map.nSamples}, {"counted", map.nCounted}, {"provenance", map.provenance}};
    }
    if (summary.kind != StudyKind::Detect)
        return json;
    const ScoreMap &map = summary.maps.front();
    auto ranking = nlohmann::json::array();
    for (const HeadId id : rankedHeads(map))
        ranking.push_back({id.layer, id.head, map.score(id.layer, id.head), map.frequency(id.layer, id.head)});
    json.update({{"map", nested(map.score)}, {"activation_frequency", nested(map.frequency)}, {"samples", map.nSamples},
        {"counted", map.nCounted}, {"ranking", ranking}});
    return json;
}

/// Runs what is left; false where it was interrupted.
bool complete(Study &study, const Work &work)
{
    try {
        study.run(work);
        return true;
    } catch (const Cancelled &) {
        return false;
    }
}

int run(const RunOptions &options)
{
    const Interrupt interrupt;
    std::optional<ProgressLine> line(std::in_place);
    if (options.plan) {
        const auto [model, tokenizer] = loadModel({options.model.name}, interrupt.token(), *line); // which has no GPU, perhaps
        line.reset();
        return tellPlan(options, model->info(), *tokenizer);
    }
    const auto [model, tokenizer] = loadModel(options.model, interrupt.token(), *line);
    const RunHeader header = runHeaderOf(model->info(), options.study.request(model->info(), *tokenizer));
    std::optional<RunFile> file;
    if (!options.run.empty())
        file = RunFile::continueOrCreate(options.run, header);
    Study study(*model, *tokenizer, header, file ? &*file : nullptr);
    const bool whole = complete(study, workOf(interrupt.token(), *line));
    line.reset();

    const StudySummary summary = study.summary();
    if (!options.scores.empty())
        writeScoreFile(options.scores, headScoresOf(study.samples(), model->info().nLayers, model->info().nHeads));
    if (options.json)
        printJson(toJson(summary, study.resumed()));
    else
        std::cout << summaryText(summary);
    if (!whole)
        throw EngineError(file ? "Stopped after {} of {} samples; the same command continues."
                               : "Stopped after {} of {} samples; with --run FILE it could be continued.",
            summary.nSamples, summary.nPlanned);
    return options.out.empty() ? 0 : runFigures({options.run, "--out", options.out});
}

void addStudy(Program &program, const KindInfo &info)
{
    auto *command = program.app.add_subcommand(std::string(nameOf(info.kind)), info.help);
    const auto options = std::make_shared<RunOptions>(info.kind);
    addModelOption(*command, options->model);
    options->study.addTo(*command);
    auto *file = command->add_option("--run", options->run, "Run file to write (.needle); continued where it exists");
    if (info.kind == StudyKind::Detect)
        command->add_option("--scores", options->scores, "Score file to write, in the form of the reference code");
    command->add_option("--out", options->out, "Folder to write the figures to, when all is done")->needs(file);
    command->add_flag(
        "--plan", options->plan, "Only tell how many samples that is, in how many shards at most, and the memory that it needs");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return run(*options); }; });
}

} // namespace

void addStudies(Program &program)
{
    for (const KindInfo &info : studyKinds())
        addStudy(program, info);
}

} // namespace needlescope
