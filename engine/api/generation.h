// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headarray.h"
#include "api/intervention.h"
#include "api/outcome.h"
#include "api/packed.h"
#include "api/span.h"

#include <string>
#include <vector>

namespace needlescope {

/// Greedy decoding of one prompt under one intervention.
struct GenerationRequest
{
    std::vector<std::int32_t> promptIds;
    TokenSpan needle; ///< span of the retrieval score; empty: no score
    std::string answer; ///< what a complete output says; empty: no outcome
    Intervention intervention;
    int maxTokens = 50; ///< the reference code's limit
    std::vector<std::int32_t> stopIds; ///< decoding ends after one of these
};

/// A token as it is decoded.
struct DecodedToken
{
    std::int32_t id = 0;
    std::string text; ///< of the whole output so far minus what came before: concatenated they are the answer
    float logProbability = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DecodedToken, id, text, logProbability)

/// What every head did at every decoded step. Arrays are (steps, layers, heads), row-major. The row of step t belongs to position
/// promptIds.size() - 1 + t, the one that predicts token t, and sees promptIds.size() + t keys.
struct HeadSummaries
{
    int nSteps = 0;
    int nLayers = 0;
    int nHeads = 0;
    std::vector<std::int32_t> argmax; ///< key with the highest weight (lowest index on ties)
    std::vector<float> weight; ///< its weight
    std::vector<float> needleMass; ///< attention on the needle span
    std::vector<float> sinkMass; ///< on position 0, the attention sink
    std::vector<float> recentMass; ///< on the last 32 positions

    std::size_t index(int step, HeadId id) const
    {
        return (static_cast<std::size_t>(step) * static_cast<std::size_t>(nLayers) + static_cast<std::size_t>(id.layer))
            * static_cast<std::size_t>(nHeads)
            + static_cast<std::size_t>(id.head);
    }
};

inline void to_json(nlohmann::json &json, const HeadSummaries &s)
{
    json = {{"steps", s.nSteps}, {"layers", s.nLayers}, {"heads", s.nHeads}, {"argmax", packed(s.argmax)}, {"weight", packed(s.weight)},
        {"needleMass", packed(s.needleMass)}, {"sinkMass", packed(s.sinkMass)}, {"recentMass", packed(s.recentMass)}};
}

inline void from_json(const nlohmann::json &json, HeadSummaries &s)
{
    s = {json.at("steps").get<int>(), json.at("layers").get<int>(), json.at("heads").get<int>(), unpacked<std::int32_t>(json.at("argmax")),
        unpacked<float>(json.at("weight")), unpacked<float>(json.at("needleMass")), unpacked<float>(json.at("sinkMass")),
        unpacked<float>(json.at("recentMass"))};
    for (const std::size_t size : {s.argmax.size(), s.weight.size(), s.needleMass.size(), s.sinkMass.size(), s.recentMass.size()}) {
        if (!fits({s.nSteps, s.nLayers, s.nHeads}, size))
            throw EngineError("A decode trace of " + std::to_string(s.nSteps) + " steps, " + std::to_string(s.nLayers) + " layers and "
                + std::to_string(s.nHeads) + " heads came with " + std::to_string(size) + " values.");
    }
}

/// A finished answer.
struct DecodeTrace
{
    std::int64_t traceId = 0; ///< names it in attention requests; 0: not kept
    Intervention intervention;
    std::vector<DecodedToken> tokens; ///< a stop token that ended the answer included
    bool stopped = false; ///< by a stop token, not by the limit
    std::string text; ///< without the stop token, trimmed
    HeadSummaries heads;
    HeadArray scores; ///< retrieval score of this sample; empty without a needle
    double recall = 0; ///< ROUGE-1 recall of the answer
    Outcome outcome = Outcome::Hallucination;
    bool judged = false; ///< recall and outcome mean something
};

inline void to_json(nlohmann::json &json, const GenerationRequest &r)
{
    json = {{"promptIds", packed(r.promptIds)}, {"needle", r.needle}, {"answer", r.answer}, {"intervention", r.intervention},
        {"maxTokens", r.maxTokens}, {"stopIds", r.stopIds}};
}

inline void from_json(const nlohmann::json &json, GenerationRequest &r)
{
    r = {unpacked<std::int32_t>(json.at("promptIds")), json.at("needle").get<TokenSpan>(), json.at("answer").get<std::string>(),
        json.at("intervention").get<Intervention>(), json.at("maxTokens").get<int>(), json.at("stopIds").get<std::vector<std::int32_t>>()};
}

inline void to_json(nlohmann::json &json, const DecodeTrace &t)
{
    json = {{"traceId", t.traceId}, {"intervention", t.intervention}, {"tokens", t.tokens}, {"stopped", t.stopped}, {"text", t.text},
        {"heads", t.heads}, {"scores", headArrayToJson(t.scores)}, {"recall", t.recall}, {"outcome", t.outcome}, {"judged", t.judged}};
}

inline void from_json(const nlohmann::json &json, DecodeTrace &t)
{
    t = {json.at("traceId").get<std::int64_t>(), json.at("intervention").get<Intervention>(),
        json.at("tokens").get<std::vector<DecodedToken>>(), json.at("stopped").get<bool>(), json.at("text").get<std::string>(),
        json.at("heads").get<HeadSummaries>(), headArrayFromJson(json.at("scores")), json.at("recall").get<double>(),
        json.at("outcome").get<Outcome>(), json.at("judged").get<bool>()};
}

/// Asks for full attention rows of a kept trace.
struct AttentionRequest
{
    std::int64_t traceId = 0;
    int step = 0;
    std::vector<HeadId> heads;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AttentionRequest, traceId, step, heads)

/// Attention of some heads at one step, recomputed exactly from the kept query and the cached keys, the trace's mask included.
struct AttentionRows
{
    AttentionRequest request;
    int nKeys = 0;
    std::vector<float> weights; ///< (heads, keys), each row sums to 1
};

inline void to_json(nlohmann::json &json, const AttentionRows &rows)
{
    json = {{"request", rows.request}, {"keys", rows.nKeys}, {"weights", packed(rows.weights)}};
}

inline void from_json(const nlohmann::json &json, AttentionRows &rows)
{
    rows = {json.at("request").get<AttentionRequest>(), json.at("keys").get<int>(), unpacked<float>(json.at("weights"))};
    if (!fits({static_cast<std::int64_t>(rows.request.heads.size()), rows.nKeys}, rows.weights.size()))
        throw EngineError(
            "Attention rows came with " + std::to_string(rows.weights.size()) + " weights for " + std::to_string(rows.nKeys) + " keys.");
}

} // namespace needlescope
