// SPDX-License-Identifier: GPL-3.0-or-later
#include "cardtext.h"
#include "command.h"
#include "files.h"
#include "interrupt.h"
#include "loadedmodel.h"
#include "shipped.h"
#include "templateoptions.h"

#include "api/detectiongrid.h"
#include "resources/resources.h"
#include "study/detection.h"
#include "study/inputfiles.h"

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

StudyRequest detectionOf(const CardOptions &options, const ModelInfo &model)
{
    return {readNeedles(shippedNeedles()), readHaystacks(shippedHaystacks()), defaultLengths(model, maxTokens), defaultDepths(),
        options.frame.frame(model), maxTokens, {}};
}

CardRequest requestOf(const CardOptions &options, const ModelInfo &model)
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
        detectionOf(options, model), options.draws, options.seed};
}

/// Heads by their number only mean the same in models of one shape.
LoadedModel loadOfSameShape(const std::string &name, const CardOptions &options, const ModelInfo &own, const Interrupt &interrupt)
{
    ProgressLine line;
    auto other = loadModel({name, options.model.device}, interrupt.token(), line);
    const auto &info = other.model->info();
    if (info.nLayers != own.nLayers || info.nHeads != own.nHeads)
        throw EngineError("The score maps of " + options.model.name + " and " + name
            + " have different sizes, so they do not correlate; compare models of one shape.");
    return other;
}

ScoreMap detectedMap(const LoadedModel &loaded, const CardOptions &options, const Interrupt &interrupt)
{
    ProgressLine line;
    Detection detection(*loaded.model, *loaded.tokenizer, detectionOf(options, loaded.model->info()), nullptr);
    return detection.run(interrupt.token(), [&line](const StudyUpdate &update) { line.show(update.progress); });
}

/// The command line that gives the same figures.
std::string commandOf(const CardOptions &options)
{
    std::string command = "needlescope-cli card " + options.model.name;
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
    const auto card = measureCard(*model, *tokenizer, requestOf(options, model->info()), interrupt.token(),
        [&line](const Progress &progress) { line.show(progress); });
    std::vector<Comparison> comparisons;
    for (std::size_t i = 0; i < others.size(); ++i)
        comparisons.push_back({options.against[i], pearson(card.map.score, detectedMap(others[i], options, interrupt).score)});
    if (options.json)
        printJson(toJson(card, comparisons));
    else if (options.markdown)
        std::cout << cardMarkdown(card, comparisons, commandOf(options));
    else
        std::cout << cardTable(card, comparisons);
    return 0;
}

} // namespace

void addCard(Program &program)
{
    auto *command = program.app.add_subcommand("card", "The figures of a demo model's card: needles, masks, facts, score map");
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
    command->callback([&program, options] { program.action = [options] { return measure(*options); }; });
}

} // namespace needlescope
