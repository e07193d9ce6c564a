// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "gridoptions.h"
#include "interrupt.h"
#include "loadedmodel.h"

#include "api/headchoice.h"
#include "archive/scorefile.h"
#include "service/provenance.h"
#include "study/detection.h"

#include <iomanip>
#include <iostream>
#include <optional>

namespace needlescope {

namespace {

struct DetectOptions
{
    ModelChoice model;
    GridOptions grid;
    std::string run;
    std::string scores;
    bool json = false;
};

nlohmann::json toJson(const ScoreMap &map, std::size_t resumed)
{
    auto ranking = nlohmann::json::array();
    for (const HeadId id : rankedHeads(map))
        ranking.push_back({id.layer, id.head, map.score(id.layer, id.head), map.frequency(id.layer, id.head)});
    return {{"map", nested(map.score)}, {"activation_frequency", nested(map.frequency)}, {"samples", map.nSamples},
        {"counted", map.nCounted}, {"resumed", resumed}, {"ranking", ranking}};
}

void printText(const ScoreMap &map)
{
    const auto heads = retrievalHeads(map);
    std::cout << map.nSamples << " samples, " << map.nCounted << " counted; " << heads.size() << " of " << map.score.size()
              << " heads are retrieval heads (score at least " << retrievalHeadThreshold << ")\n";
    if (heads.empty())
        return;
    std::cout << "head      score  active\n" << std::fixed;
    for (const HeadId id : heads)
        std::cout << std::left << std::setw(8) << toString(id) << std::right << std::setw(7) << std::setprecision(3)
                  << map.score(id.layer, id.head) << std::setw(7) << std::setprecision(0) << 100 * map.frequency(id.layer, id.head)
                  << "%\n";
}

/// Runs what is left; false where it was interrupted.
bool complete(Detection &detection, const std::stop_token &stop, ProgressLine &line)
{
    try {
        detection.run(stop, [&line](const StudyUpdate &update) { line.show(update.progress); });
        return true;
    } catch (const Cancelled &) {
        return false;
    }
}

int detect(const DetectOptions &options)
{
    const Interrupt interrupt;
    ProgressLine line;
    const auto [model, tokenizer] = loadModel(options.model, interrupt.token(), line);
    const auto study = options.grid.study(model->info());
    std::optional<RunFile> run;
    if (!options.run.empty())
        run = RunFile::continueOrCreate(options.run, runHeaderOf(model->info(), study));
    Detection detection(*model, *tokenizer, study, run ? &*run : nullptr);
    const auto resumed = detection.samples().size();
    const bool whole = complete(detection, interrupt.token(), line);

    const auto map = detection.map();
    if (!options.scores.empty())
        writeScoreFile(options.scores, headScoresOf(detection.samples(), model->info().nLayers, model->info().nHeads));
    if (options.json)
        printJson(toJson(map, resumed));
    else
        printText(map);
    if (!whole)
        throw EngineError("Stopped after " + std::to_string(map.nSamples) + " of " + std::to_string(study.nSamples()) + " samples"
            + (run ? "; the same command continues." : "; with --run FILE it could be continued."));
    return 0;
}

} // namespace

void addDetect(Program &program)
{
    auto *command = program.app.add_subcommand("detect", "Find the retrieval heads of a model");
    const auto options = std::make_shared<DetectOptions>();
    addModelOption(*command, options->model);
    options->grid.addTo(*command);
    command->add_option("--run", options->run, "Run file to write (.needle); continued where it exists");
    command->add_option("--scores", options->scores, "Score file to write, in the form of the reference code");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return detect(*options); }; });
}

} // namespace needlescope
