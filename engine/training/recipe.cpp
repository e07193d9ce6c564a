// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/recipe.h"

#include "api/engineerror.h"
#include "api/json.h"

#include <fstream>
#include <sstream>

namespace needlescope {

namespace {

HeadPenalty penaltyFrom(const nlohmann::json &json)
{
    HeadPenalty penalty;
    penalty.layer = json.at("layer");
    penalty.strength = json.value("strength", penalty.strength);
    penalty.minimumAccuracy = json.value("minimumAccuracy", penalty.minimumAccuracy);
    penalty.offBelow = json.value("offBelow", penalty.offBelow);
    penalty.heads = json.value("heads", penalty.heads);
    return penalty;
}

Stage stageFrom(const nlohmann::json &json)
{
    Stage stage;
    stage.name = json.at("name");
    stage.layers = json.value("layers", stage.layers);
    stage.places = json.value("places", stage.places);
    stage.steps = json.at("steps");
    if (json.contains("untilAccuracy"))
        stage.untilAccuracy = json.at("untilAccuracy").get<double>();
    stage.tokensPerStep = json.value("tokensPerStep", stage.tokensPerStep);
    stage.lengths = json.at("lengths").get<std::vector<int>>();
    stage.documents.copies = json.value("copies", 0.0);
    stage.documents.recalls = json.value("recalls", 0.0);
    stage.documents.closedBooks = json.value("closedBooks", 0.0);
    stage.documents.inventions = json.value("inventions", 0.0);
    stage.documents.shortWords = json.value("shortWords", stage.documents.shortWords);
    stage.documents.conversations = json.value("conversations", false);
    stage.questions.facts = json.value("facts", stage.questions.facts);
    stage.questions.missing = json.value("missing", stage.questions.missing);
    stage.questions.chains = json.value("chains", stage.questions.chains);
    stage.questions.oddness = json.value("oddness", stage.questions.oddness);
    stage.learningRate = json.value("learningRate", stage.learningRate);
    stage.finalLearningRate = json.value("finalLearningRate", stage.learningRate);
    stage.decayFrom = json.value("decayFrom", stage.decayFrom);
    stage.headDropout = json.value("headDropout", stage.headDropout);
    stage.closedBookMask = json.value("closedBookMask", stage.closedBookMask);
    stage.ropeTheta = json.value("ropeTheta", stage.ropeTheta);
    if (json.contains("penalty"))
        stage.penalty = penaltyFrom(json.at("penalty"));
    return stage;
}

Architecture shapeFrom(const nlohmann::json &json)
{
    Architecture shape;
    shape.name = "LlamaForCausalLM";
    shape.nHeads = shape.nKvHeads = json.at("heads");
    shape.dHead = json.value("headDim", 32);
    shape.dModel = json.value("dModel", shape.nHeads * shape.dHead);
    shape.dFeedForward = json.at("dFfn");
    shape.vocabularySize = json.at("vocabulary");
    shape.norm.epsilon = 1e-5F;
    shape.rope.size = shape.dHead;
    return shape;
}

Mixture mixtureFrom(const nlohmann::json &json)
{
    Mixture mixture;
    mixture.nExperts = json.at("experts");
    mixture.nChosen = json.at("chosen");
    mixture.normalized = true;
    return mixture;
}

[[noreturn]] void fail(const Sentence &what)
{
    throw EngineError(what);
}

void checkShape(const Architecture &shape)
{
    if (shape.dHead != 16 && shape.dHead != 32)
        fail("headDim must be 16 or 32");
    if (shape.dFeedForward % 16 != 0 || shape.vocabularySize % 16 != 0 || shape.dModel % 16 != 0)
        fail("dModel, dFfn and vocabulary must be multiples of 16");
}

void checkStages(const Recipe &recipe)
{
    if (recipe.stages.empty())
        fail("it has no stages");
    int layers = recipe.stages.front().layers;
    for (const auto &stage : recipe.stages) {
        if (stage.lengths.empty() || stage.steps < 0 || stage.layers < layers)
            fail(Sentence("stage \"{}\" needs lengths, steps of at least 0, and no fewer layers than the stage before", stage.name));
        if (stage.questions.oddness < 0 || stage.questions.oddness > DocumentMaker::mostOddness)
            fail(Sentence(
                "stage \"{}\" has an oddness that is not in 0 to {}", stage.name, nlohmann::json(DocumentMaker::mostOddness).dump()));
        if (stage.layers > layers && stage.places.size() != static_cast<std::size_t>(layers))
            fail(Sentence("stage \"{}\" grows, so `places` must name the place of each earlier layer", stage.name));
        layers = stage.layers;
    }
}

} // namespace

Recipe Recipe::parse(const std::string &text, const std::string &origin)
{
    try {
        const auto json = nlohmann::json::parse(text);
        Recipe recipe;
        recipe.seed = json.at("seed");
        if (json.contains("shape"))
            recipe.shape = shapeFrom(json.at("shape"));
        if (json.contains("mixture"))
            recipe.mixture = mixtureFrom(json.at("mixture"));
        recipe.tokenizerCharacters = json.value("tokenizerCharacters", recipe.tokenizerCharacters);
        recipe.weightDecay = json.value("weightDecay", recipe.weightDecay);
        recipe.warmUpSteps = json.value("warmUpSteps", recipe.warmUpSteps);
        for (const auto &stage : json.at("stages"))
            recipe.stages.push_back(stageFrom(stage));
        recipe.json = text;
        checkStages(recipe);
        if (!recipe.continues())
            checkShape(recipe.shape);
        recipe.shape.nLayers = recipe.stages.front().layers;
        return recipe;
    } catch (const std::exception &error) {
        throw EngineError("The recipe {} cannot be used: {}; compare it with engine/training/demo.json.", origin, error.what());
    }
}

Recipe Recipe::read(const std::filesystem::path &file)
{
    std::ifstream in(file);
    if (!in)
        throw EngineError("The recipe {} cannot be opened; check the path.", file.string());
    std::stringstream text;
    text << in.rdbuf();
    return parse(text.str(), file.string());
}

} // namespace needlescope
