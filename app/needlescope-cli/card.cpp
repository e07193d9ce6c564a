// SPDX-License-Identifier: GPL-3.0-or-later
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
#include "study/modelcard.h"

#include <algorithm>
#include <cstdio>

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

struct Comparison
{
    std::string model;
    double pearson = 0; ///< of the score maps
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Comparison, model, pearson)

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

double shareOfHeads(const ScoreMap &map, float least)
{
    return static_cast<double>((map.score >= least).count()) / static_cast<double>(map.score.size());
}

bool isRandom(const EvaluatedMask &mask)
{
    return mask.name.starts_with("random");
}

void printText(const ModelCard &card, const std::vector<Comparison> &comparisons)
{
    std::printf("heads with a score of 0.1 or more: %.1f %%, of 0.5 or more: %.1f %%, of %td; masked: the top %d\n",
        100 * shareOfHeads(card.map, retrievalHeadThreshold), 100 * shareOfHeads(card.map, 0.5F), card.map.score.size(), card.topK);
    std::printf("%-14s %8s", "exact", "unmasked");
    for (int k = 1; k <= card.topK; ++k)
        std::printf("   top %d", k);
    std::printf(" %12s %7s %8s\n", "random mean", "worst", "samples");
    for (const CardSet &set : card.sets) {
        std::printf("%-14s", set.name.c_str());
        double sum = 0;
        double worst = 1;
        int draws = 0;
        for (const EvaluatedMask &mask : set.evaluation.masks) {
            if (!isRandom(mask)) {
                std::printf(" %6.1f%%", 100 * mask.exactShare);
                continue;
            }
            sum += mask.exactShare;
            worst = std::min(worst, mask.exactShare);
            ++draws;
        }
        std::printf(" %11.1f%% %6.1f%% %8zu\n", draws > 0 ? 100 * sum / draws : 0.0, 100 * worst, set.evaluation.samples.size());
    }
    std::printf("%-14s", "incomplete");
    for (const EvaluatedMask &mask : card.sets.front().evaluation.masks) {
        if (!isRandom(mask))
            std::printf(" %6.1f%%", 100 * mask.incompleteShare);
    }
    std::printf("\n%-14s", "log p / token");
    for (const EvaluatedMask &mask : card.sets.front().evaluation.masks) {
        if (!isRandom(mask))
            std::printf(" %7.2f", mask.meanLogProbability);
    }
    std::printf("; of guesses without a needle %.2f\n", card.guessLogProbability);
    for (const Comparison &comparison : comparisons)
        std::printf("score map, Pearson with %s: %.3f\n", comparison.model.c_str(), comparison.pearson);
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
    else
        printText(card, comparisons);
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
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return measure(*options); }; });
}

} // namespace needlescope
