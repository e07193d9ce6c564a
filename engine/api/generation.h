// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/fields.h"
#include "api/headarray.h"
#include "api/intervention.h"
#include "api/outcome.h"
#include "api/prompt.h"
#include "api/provenance.h"
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
    std::int64_t promptHandle = 0; ///< of a prompt that the engine composed: stands for promptIds, needle and answer; 0: none
    std::uint64_t maskSeed = 0; ///< with which the masked heads were drawn, for the origin; 0: they were not
};

/// A token as it is decoded.
struct DecodedToken
{
    std::int32_t id = 0;
    std::string text; ///< of the whole output so far minus what came before: concatenated they are the answer
    float logProbability = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DecodedToken, id, text, logProbability)

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
    s = {};
    readField(json, "steps", s.nSteps);
    readField(json, "layers", s.nLayers);
    readField(json, "heads", s.nHeads);
    readPackedField(json, "argmax", s.argmax);
    readPackedField(json, "weight", s.weight);
    readPackedField(json, "needleMass", s.needleMass);
    readPackedField(json, "sinkMass", s.sinkMass);
    readPackedField(json, "recentMass", s.recentMass);
    for (const std::size_t size : {s.argmax.size(), s.weight.size(), s.needleMass.size(), s.sinkMass.size(), s.recentMass.size()}) {
        if (!fits({s.nSteps, s.nLayers, s.nHeads}, size))
            throw EngineError(
                "A decode trace of {} steps, {} layers and {} heads came with {} values.", s.nSteps, s.nLayers, s.nHeads, size);
    }
}

/// What an answer answers, and where it comes from.
struct AnswerOrigin
{
    Needle needle{};
    std::string haystack{}; ///< its name
    int length = 0; ///< asked for, tokens
    double depthPercent = 0;
    int promptTokens = 0; ///< really used
    Provenance provenance{};
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AnswerOrigin, needle, haystack, length, depthPercent, promptTokens, provenance)

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
    AnswerOrigin origin; ///< filled in by the service
};

inline void to_json(nlohmann::json &json, const GenerationRequest &r)
{
    json = {{"intervention", r.intervention}, {"maxTokens", r.maxTokens}, {"stopIds", r.stopIds}, {"maskSeed", r.maskSeed}};
    if (r.promptHandle != 0)
        json["promptHandle"] = r.promptHandle;
    else
        json.update({{"promptIds", packed(r.promptIds)}, {"needle", r.needle}, {"answer", r.answer}});
}

inline void from_json(const nlohmann::json &json, GenerationRequest &r)
{
    r = {};
    readPackedField(json, "promptIds", r.promptIds);
    readField(json, "needle", r.needle);
    readField(json, "answer", r.answer);
    readField(json, "intervention", r.intervention);
    readField(json, "maxTokens", r.maxTokens);
    readField(json, "stopIds", r.stopIds);
    readField(json, "promptHandle", r.promptHandle);
    readField(json, "maskSeed", r.maskSeed);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    DecodeTrace, traceId, intervention, tokens, stopped, text, heads, scores, recall, outcome, judged, origin)

/// Asks for full attention rows of a kept trace.
struct AttentionRequest
{
    std::int64_t traceId = 0;
    int step = 0;
    std::vector<HeadId> heads;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AttentionRequest, traceId, step, heads)

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
        throw EngineError("Attention rows came with {} weights for {} keys.", rows.weights.size(), rows.nKeys);
}

} // namespace needlescope
