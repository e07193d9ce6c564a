// SPDX-License-Identifier: GPL-3.0-or-later
#include "cardtext.h"
#include "commandline/command.h"
#include "commandline/files.h"
#include "commandline/interrupt.h"
#include "commandline/loadedmodel.h"
#include "commandline/program.h"
#include "commandline/shipped.h"
#include "commandline/templateoptions.h"

#include "measures/defaultgrid.h"
#include "measures/needlefiles.h"
#include "measures/statistics.h"
#include "resources/resources.h"

#include <iostream>

namespace needlescope {

namespace {

struct CardOptions
{
    ModelChoice model;
    TemplateOptions frame;
    std::vector<std::string> against;
    std::vector<int> lengths;
    int draws = 5;
    std::uint64_t seed = 1;
    bool markdown = false;
    bool json = false;
};

constexpr int maxTokens = 50;

/// Up to the model's context, the answer included.
std::vector<int> cardLengths(const ModelInfo &model)
{
    const int longest = std::max(model.contextLength - maxTokens, 8);
    return {longest / 8, longest / 4, longest / 2, longest};
}

StudyRequest detectionOf(const CardOptions &options, const ModelInfo &model, const Tokenizer &tokenizer)
{
    StudyRequest detection;
    detection.tasks.needles = readNeedles(shippedNeedles());
    detection.tasks.haystacks = readHaystacks(shippedHaystacks());
    detection.tasks.lengths = defaultLengths(model, maxTokens);
    detection.tasks.depths = defaultDepths();
    detection.frame = options.frame.frame(model, tokenizer);
    detection.decoding.maxTokens = maxTokens;
    return detection;
}

CardRequest requestOf(const CardOptions &options, const ModelInfo &model, const Tokenizer &tokenizer)
{
    const auto needles = [](const char *name) { return readNeedles(resourcesDirectory() / "needles" / (std::string(name) + ".jsonl")); };
    const auto lengths = options.lengths.empty() ? cardLengths(model) : options.lengths;
    const std::vector<int> middle(lengths.begin() + (lengths.size() > 2 ? 1 : 0), lengths.end() - (lengths.size() > 2 ? 1 : 0));
    const std::vector<double> depths{10, 50, 90};
    return {{
                {"held-out", readNeedles(shippedNeedles()), lengths, {0, 25, 50, 75, 100}},
                {"bound", needles("bound"), middle, depths},
                {"free words", needles("free"), middle, depths},
                {"typed", needles("typed"), middle, depths},
                {"step by step", needles("chains"), middle, depths},
                {"facts", needles("facts"), {middle.front()}, {50}},
            },
        detectionOf(options, model, tokenizer), options.draws, options.seed};
}

/// Heads by their number only mean the same in models of one shape.
LoadedModel loadOfSameShape(const std::string &name, const CardOptions &options, const ModelInfo &own, const Interrupt &interrupt)
{
    ProgressLine line;
    auto other = loadModel({name, options.model.device}, interrupt.token(), line);
    const auto &info = other.model->info();
    if (info.nLayers != own.nLayers || info.nHeads != own.nHeads)
        throw EngineError("The score maps of {} and {} have different sizes, so they do not correlate; compare models of one shape.",
            options.model.name, name);
    return other;
}

/// The command line that gives the same figures.
std::string commandOf(const CardOptions &options)
{
    std::string command = "needlescope-card " + options.model.name;
    const auto add = [&command](const char *option, const auto &values, const auto &textOf) {
        std::string list;
        for (const auto &value : values)
            list += (list.empty() ? "" : ",") + textOf(value);
        if (!list.empty())
            command += std::string(" ") + option + " " + list;
    };
    add("--lengths", options.lengths, [](int length) { return std::to_string(length); });
    add("--against", options.against, [](const std::string &name) { return name; });
    return command;
}

nlohmann::json toJson(const ModelCard &card, const std::vector<Comparison> &comparisons)
{
    auto sets = nlohmann::json::array();
    for (const CardSet &set : card.sets)
        sets.push_back({{"name", set.name}, {"evaluation", set.evaluation}});
    return {{"map", nested(card.map.score)}, {"top", card.topK}, {"sets", sets}, {"guess_log_probability", card.guessLogProbability},
        {"comparisons", comparisons}};
}

int measure(const CardOptions &options)
{
    const Interrupt interrupt;
    ProgressLine line;
    const auto [model, tokenizer] = loadModel(options.model, interrupt.token(), line);
    std::vector<LoadedModel> others;
    for (const auto &name : options.against)
        others.push_back(loadOfSameShape(name, options, model->info(), interrupt));
    const Work work = workOf(interrupt.token(), line);
    const auto card = measureCard(*model, *tokenizer, requestOf(options, model->info(), *tokenizer), work);
    std::vector<Comparison> comparisons;
    for (std::size_t i = 0; i < others.size(); ++i) {
        const auto request = detectionOf(options, others[i].model->info(), *others[i].tokenizer);
        comparisons.push_back(
            {options.against[i], pearson(card.map.score, detectedMap(*others[i].model, *others[i].tokenizer, request, work).score)});
    }
    if (options.json)
        printJson(toJson(card, comparisons));
    else if (options.markdown)
        std::cout << cardMarkdown(card, comparisons, commandOf(options));
    else
        std::cout << cardTable(card, comparisons);
    return 0;
}

} // namespace

} // namespace needlescope

int main(int argc, char **argv)
{
    using namespace needlescope;
    Program program("The figures of a demo model's card: needles, masks, facts, score map");
    auto *command = &program.app;
    const auto options = std::make_shared<CardOptions>();
    addModelOption(*command, options->model);
    command->add_option("--against", options->against, "Models of the same shape to correlate the score map with, with commas")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--lengths", options->lengths, "Prompt lengths in tokens, with commas (default: four, up to the model's context)")
        ->delimiter(',')
        ->check(CLI::PositiveNumber)
        ->allow_extra_args(false);
    options->frame.addTo(*command);
    command->add_option("--draws", options->draws, "Random sets of as many heads")->check(CLI::NonNegativeNumber)->capture_default_str();
    command->add_option("--seed", options->seed, "Of the first random set; the next has the next seed")->capture_default_str();
    command->add_flag(
        "--markdown", options->markdown, "Print the figures as they stand in the shipped models' cards, with what they should be");
    addJsonOption(*command, options->json);
    program.action = [options] { return measure(*options); };
    return runProgram(program, argc, argv);
}
