// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "training/documents.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace needlescope {

/// A log-sum group penalty on each head's block of W_O in one layer: sparsity that training finds, not a hand.
struct HeadPenalty
{
    int layer = 0;
    double strength = 100; ///< a block of norm n is scaled by max(0, 1 - learningRate * strength / (n (n + 0.1)))
    double minimumAccuracy = 0.9; ///< works only while the running copy accuracy is at least this
    double offBelow = 0.3; ///< a head whose block has a smaller norm stays off for good
    int heads = 4; ///< ends when so many heads are left
};

struct Stage
{
    std::string name;
    int layers = 0; ///< where the recipe continues another model: as many as that has
    std::vector<int> places; ///< where the layers of the stage before go, when this one is deeper
    std::int64_t steps = 0;
    std::optional<double> untilAccuracy; ///< ends early once copying is this accurate and the penalty has done its work
    std::int64_t tokensPerStep = 2048;
    std::vector<int> lengths; ///< of a step's sequences, chosen at random
    DocumentMix documents;
    QuestionMix questions;
    double learningRate = 2e-3;
    double finalLearningRate = 2e-3;
    double decayFrom = 0.5; ///< share of the steps after which the learning rate falls, linearly
    double headDropout = 0; ///< share of the heads that attend evenly throughout a sequence
    double closedBookMask = 0; ///< share of the closed books that are read with every head of the penalised layer attending evenly
    double ropeTheta = 10000;
    std::optional<HeadPenalty> penalty;
};

/// Everything that decides a training: the same recipe gives the same model on the same machine.
struct Recipe
{
    std::uint64_t seed = 1;
    Architecture shape; ///< layers: of the first stage; without heads where the recipe continues another model
    Mixture mixture; ///< where the recipe continues another model: what its feed-forward blocks become
    std::size_t tokenizerCharacters = 6000000; ///< of documents that the tokenizer is trained on
    double weightDecay = 0.02;
    std::int64_t warmUpSteps = 100;
    std::vector<Stage> stages;
    std::string json; ///< as read

    bool continues() const { return shape.nHeads == 0; }

    /// Throws EngineError naming the file and what is wrong.
    static Recipe read(const std::filesystem::path &file);
    static Recipe parse(const std::string &json, const std::string &origin);
};

} // namespace needlescope
