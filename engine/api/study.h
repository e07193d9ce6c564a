// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/prompt.h"
#include "api/scoremap.h"

#include <string>
#include <vector>

namespace needlescope {

/// Detection over needles x lengths x depths.
struct StudyRequest
{
    std::vector<Needle> needles;
    std::vector<Haystack> haystacks; ///< sample i uses haystack i modulo their number
    std::vector<int> lengths; ///< tokens
    std::vector<double> depths; ///< per cent
    PromptFrame frame;
    int maxTokens = 50;
    std::vector<std::int32_t> stopIds; ///< empty: the model's

    int nSamples() const { return static_cast<int>(needles.size() * lengths.size() * depths.size()); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StudyRequest, needles, haystacks, lengths, depths, frame, maxTokens, stopIds)

/// One needle at one length and depth.
struct SampleResult
{
    int index = 0; ///< 0 .. nSamples - 1
    int needle = 0; ///< index into StudyRequest::needles
    int length = 0;
    double depthPercent = 0;
    std::string output;
    double recall = 0;
    Outcome outcome = Outcome::Hallucination;
    bool counted = false; ///< recall above 0.5: enters the score map
    HeadArray scores;
};

inline void to_json(nlohmann::json &json, const SampleResult &s)
{
    json = {{"index", s.index}, {"needle", s.needle}, {"length", s.length}, {"depthPercent", s.depthPercent}, {"output", s.output},
        {"recall", s.recall}, {"outcome", s.outcome}, {"counted", s.counted}, {"scores", headArrayToJson(s.scores)}};
}

inline void from_json(const nlohmann::json &json, SampleResult &s)
{
    s = {json.at("index").get<int>(), json.at("needle").get<int>(), json.at("length").get<int>(), json.at("depthPercent").get<double>(),
        json.at("output").get<std::string>(), json.at("recall").get<double>(), json.at("outcome").get<Outcome>(),
        json.at("counted").get<bool>(), headArrayFromJson(json.at("scores"))};
}

/// How far a long piece of work is.
struct Progress
{
    std::string what; ///< "Loading", "Reading the prompt", "Detecting"
    std::int64_t done = 0;
    std::int64_t total = 0;
    double secondsLeft = -1; ///< negative: not known yet
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Progress, what, done, total, secondsLeft)

/// Sent after every sample of a running detection.
struct StudyUpdate
{
    Progress progress;
    SampleResult sample;
    ScoreMap map;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StudyUpdate, progress, sample, map)

/// All that is needed to get a result again.
struct Provenance
{
    std::string program; ///< "Needlescope 0.1.0"
    std::string modelName;
    std::string modelHash;
    std::string tokenizerHash;
    std::string frame; ///< prompt pattern
    std::string chatTemplate; ///< PromptFrame::chatTemplate
    std::string needleSetHash;
    std::uint64_t seed = 0; ///< of random masks; 0 where nothing was drawn
    Intervention intervention;
    std::string versions; ///< of libtorch and other libraries that compute
    std::string created; ///< UTC, ISO 8601
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    Provenance, program, modelName, modelHash, tokenizerHash, frame, chatTemplate, needleSetHash, seed, intervention, versions, created)

} // namespace needlescope
