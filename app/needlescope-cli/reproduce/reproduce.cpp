// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/interrupt.h"
#include "commandline/loadedmodel.h"
#include "commandline/scores.h"
#include "commands.h"
#include "figures.h"
#include "reproduce/claims.h"

#include "archive/runfile.h"
#include "resources/localmodels.h"
#include "service/provenance.h"
#include "study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

namespace needlescope {

namespace {

namespace fs = std::filesystem;

struct ReproduceOptions
{
    std::string out;
    Cast cast{{"demo", "demo-long", "demo-chat", "demo-moe", "demo-other"}, {}, false};
    std::string device = "cpu";
};

fs::path fileOf(const ReproduceOptions &options, const PlannedRun &run)
{
    return fs::path(options.out) / (run.name + ".needle");
}

/// Runs, or continues, or finds finished.
StudySummary carryOut(
    const ReproduceOptions &options, const PlannedRun &run, const Results &results, const std::string &place, const Interrupt &interrupt)
{
    ProgressLine line;
    const auto [model, tokenizer] = loadModel({run.model, options.device}, interrupt.token(), line);
    const auto detected = results.find("detect-" + run.model);
    const ScoreMap ranking = detected == results.end() ? ScoreMap() : *detected->second.map("score");
    const RunHeader header = runHeaderOf(model->info(), requestOf(run, model->info(), ranking));
    auto file = RunFile::continueOrCreate(fileOf(options, run), header);
    Study study(*model, *tokenizer, header, &file);
    Work work{interrupt.token(), {}, {}};
    work.progress = [&](Progress progress) {
        progress.subject = run.name + " (" + place + ")";
        line.show(progress);
    };
    try {
        return study.run(work);
    } catch (const Cancelled &) {
        throw EngineError("Stopped in {} after {} of {} samples; the same command continues.", run.name, study.samples().size(),
            header.request.nSamples());
    }
}

void drawFigures(const ReproduceOptions &options, const std::vector<PlannedRun> &runs)
{
    std::vector<std::string> compared{"compare"};
    for (const PlannedRun &run : runs) {
        if (runFigures({fileOf(options, run).string(), "--out", (fs::path(options.out) / run.name).string(), "--quiet"}) != 0)
            throw EngineError("The figures of '{}' could not be drawn; the runs are whole, and the same command tries again.", run.name);
        if (run.kind == StudyKind::Detect && run.model != options.cast.realModel)
            compared.push_back(fileOf(options, run).string());
    }
    compared.insert(compared.end(), {"--out", (fs::path(options.out) / "compare").string(), "--quiet"});
    if (options.cast.models.size() > 1 && runFigures(compared) != 0)
        throw EngineError("The maps could not be compared in a figure; the runs are whole, and the same command tries again.");
}

nlohmann::json sectionOf(const Claim &claim, const std::string &title, const Results &results, const std::vector<std::string> &models)
{
    const Finding finding = claim.judge(results, models);
    auto figures = nlohmann::json::array();
    for (const char *figure : claim.figures)
        figures.push_back(fmt::format(fmt::runtime(figure), models.front()) + ".svg");
    return {{"title", title}, {"claim", claim.text}, {"number", finding.number}, {"verdict", nameOf(finding.verdict)}, {"why", finding.why},
        {"figures", figures}};
}

nlohmann::json sectionsOf(const ReproduceOptions &options, const Results &results)
{
    auto sections = nlohmann::json::array();
    for (const Claim &claim : claims())
        sections.push_back(sectionOf(claim, claim.title, results, options.cast.models));
    for (const Claim &claim : claims()) {
        if (claim.ofRealModels && !options.cast.realModel.empty())
            sections.push_back(
                sectionOf(claim, fmt::format("{}, on {}", claim.title, options.cast.realModel), results, {options.cast.realModel}));
    }
    return sections;
}

void writeClaims(const ReproduceOptions &options, const Results &results)
{
    const Provenance &provenance = results.begin()->second.provenance;
    nlohmann::json page{{"program", provenance.program}, {"versions", provenance.versions}, {"created", provenance.created},
        {"models", nlohmann::json::array()}, {"sections", sectionsOf(options, results)}};
    if (options.cast.quick)
        page["note"] = "A quick look, from too few samples for its verdicts to count.";
    std::vector<std::string> models = options.cast.models;
    if (!options.cast.realModel.empty())
        models.push_back(options.cast.realModel);
    for (const std::string &model : models) {
        const Provenance &own = results.at("detect-" + model).provenance;
        page["models"].push_back({{"name", model}, {"hash", own.modelHash}});
    }
    for (const auto &section : page.at("sections")) {
        std::cout << fmt::format("{}: {}\n    {}\n", section.at("title").get<std::string>(), section.at("verdict").get<std::string>(),
            section.at("number").get<std::string>());
    }
    const fs::path file = fs::path(options.out) / "claims.json";
    std::ofstream stream(file, std::ios::trunc);
    stream << page.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    stream.close();
    if (!stream)
        throw EngineError("The file '{}' cannot be written; check the folder and the room on the disk.", file.string());
}

/// The one that was named, else what packaging/realmodel.sh puts on this machine, where it did; never one that is studied already.
std::string realModelOf(const Cast &cast)
{
    const std::string name = cast.realModel.empty() ? "smollm2" : cast.realModel;
    const bool isThere = !cast.realModel.empty() || fs::exists(modelDirectory(name));
    const bool isStudied = std::find(cast.models.begin(), cast.models.end(), name) != cast.models.end();
    return name == "none" || !isThere || isStudied ? std::string() : name;
}

int reproduce(const ReproduceOptions &options)
{
    const Interrupt interrupt;
    std::error_code error;
    fs::create_directories(options.out, error);
    if (error)
        throw EngineError("The folder '{}' cannot be made ({}); choose another with --out.", options.out, error.message());
    const auto runs = plannedRuns(options.cast);
    Results results;
    for (std::size_t i = 0; i < runs.size(); ++i)
        results[runs[i].name] = carryOut(options, runs[i], results, fmt::format("{} of {}", i + 1, runs.size()), interrupt);
    writeClaims(options, results);
    drawFigures(options, runs);
    return runFigures({"page", options.out});
}

} // namespace

void addReproduce(Program &program)
{
    auto *command = program.app.add_subcommand("reproduce",
        "Run the paper's experiments on the shipped models, in the paper's order, and write every figure and one page with verdicts; "
        "continues "
        "where it was stopped");
    const auto options = std::make_shared<ReproduceOptions>();
    command->add_option("--out", options->out, "Folder for runs, figures and index.html")->required();
    command->add_option("--models", options->cast.models, "The first is studied in full, of the others the score map, with commas")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--real", options->cast.realModel,
        "A real model, of which scores and masking curve are measured too (default: smollm2, where packaging/realmodel.sh put it); 'none' "
        "leaves it out");
    command->add_flag("--quick", options->cast.quick, "A look at the page in a minute, from too few samples for its verdicts to count");
    command->add_option("--device", options->device, "Where to compute: cpu (default), cpu-bf16, cuda, cuda:1, ...");
    command->callback([&program, options] {
        program.action = [options] {
            options->cast.realModel = realModelOf(options->cast);
            return reproduce(*options);
        };
    });
}

} // namespace needlescope
