// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "gridoptions.h"
#include "interrupt.h"
#include "loadedmodel.h"
#include "scores.h"

#include "study/modelcard.h"

#include <cstdio>

namespace needlescope {

namespace {

struct EvaluateOptions
{
    ModelChoice model;
    GridOptions grid;
    std::string scores;
    int top = 0;
    int draws = 3;
    std::uint64_t seed = 1;
    bool json = false;
};

void printText(const Evaluation &evaluation)
{
    std::printf("%-24s %8s %8s   (%zu samples)\n", "mask", "exact", "recall", evaluation.samples.size());
    for (const auto &mask : evaluation.masks)
        std::printf("%-24s %7.1f%% %7.1f%%\n", mask.name.c_str(), 100 * mask.exactShare, 100 * mask.meanRecall);
}

int evaluateModel(const EvaluateOptions &options)
{
    const Interrupt interrupt;
    ProgressLine line;
    const auto [model, tokenizer] = loadModel(options.model, interrupt.token(), line);
    const auto map = scoresOf(model->info(), options.scores);
    if (!map)
        throw CLI::ValidationError("--scores", "is needed: the scores of the model's heads; detect writes them");
    const EvaluationRequest request{
        options.grid.study(model->info()), *map, options.top > 0 ? options.top : headsToMask(*map), options.draws, options.seed};
    const auto evaluation
        = evaluate(*model, *tokenizer, request, interrupt.token(), [&line](const Progress &progress) { line.show(progress); });
    if (options.json) {
        nlohmann::json json = evaluation;
        json["frame"] = request.grid.frame;
        printJson(json);
    } else {
        printText(evaluation);
    }
    return 0;
}

} // namespace

void addEvaluate(Program &program)
{
    auto *command
        = program.app.add_subcommand("evaluate", "How many needles a model answers: unmasked, without its top heads, without random ones");
    const auto options = std::make_shared<EvaluateOptions>();
    addModelOption(*command, options->model);
    options->grid.addTo(*command);
    command->add_option("--scores", options->scores, "Score file or run file that ranks the heads (default: the shipped model's own)");
    command->add_option("--top", options->top, "Heads to mask (default: all retrieval heads, at most a tenth of all heads)")
        ->check(CLI::PositiveNumber);
    command->add_option("--draws", options->draws, "Random sets of as many heads")->check(CLI::NonNegativeNumber)->capture_default_str();
    command->add_option("--seed", options->seed, "Of the first random set; the next has the next seed")->capture_default_str();
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return evaluateModel(*options); }; });
}

} // namespace needlescope
