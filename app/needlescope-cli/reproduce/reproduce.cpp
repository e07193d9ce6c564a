// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/interrupt.h"
#include "commandline/loadedmodel.h"
#include "commandline/scores.h"
#include "commands.h"
#include "figures.h"
#include "reproduce/claims.h"

#include "archive/runfile.h"
#include "service/provenance.h"
#include "study/study.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>

namespace needlescope {

namespace {

namespace fs = std::filesystem;

struct ReproduceOptions
{
    std::string out;
    std::vector<std::string> models{"demo", "demo-long", "demo-chat", "demo-moe", "demo-other"};
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
        if (run.kind == StudyKind::Detect)
            compared.push_back(fileOf(options, run).string());
    }
    compared.insert(compared.end(), {"--out", (fs::path(options.out) / "compare").string(), "--quiet"});
    if (runs.size() > 1 && runFigures(compared) != 0)
        throw EngineError("The maps could not be compared in a figure; the runs are whole, and the same command tries again.");
}

nlohmann::json sectionOf(const Claim &claim, const Results &results, const ReproduceOptions &options)
{
    const Finding finding = claim.judge(results, options.models);
    auto figures = nlohmann::json::array();
    for (const char *figure : claim.figures)
        figures.push_back(fmt::format(fmt::runtime(figure), options.models.front()) + ".svg");
    return {{"title", claim.title}, {"claim", claim.text}, {"number", finding.number}, {"verdict", nameOf(finding.verdict)},
        {"why", finding.why}, {"figures", figures}};
}

void writeClaims(const ReproduceOptions &options, const Results &results)
{
    const Provenance &provenance = results.begin()->second.provenance;
    nlohmann::json page{{"program", provenance.program}, {"versions", provenance.versions}, {"created", provenance.created},
        {"models", nlohmann::json::array()}, {"sections", nlohmann::json::array()}};
    for (const std::string &model : options.models) {
        const Provenance &own = results.at("detect-" + model).provenance;
        page["models"].push_back({{"name", model}, {"hash", own.modelHash}});
    }
    for (const Claim &claim : claims()) {
        page["sections"].push_back(sectionOf(claim, results, options));
        const auto &section = page["sections"].back();
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

int reproduce(const ReproduceOptions &options)
{
    const Interrupt interrupt;
    std::error_code error;
    fs::create_directories(options.out, error);
    if (error)
        throw EngineError("The folder '{}' cannot be made ({}); choose another with --out.", options.out, error.message());
    const auto runs = plannedRuns(options.models);
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
    command->add_option("--models", options->models, "The first is studied in full, of the others the score map, with commas")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--device", options->device, "Where to compute: cpu (default), cuda, cuda:1, ...");
    command->callback([&program, options] { program.action = [options] { return reproduce(*options); }; });
}

} // namespace needlescope
