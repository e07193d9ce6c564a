// SPDX-License-Identifier: GPL-3.0-or-later
#include "readyengine.h"

#include "api/catalog.h"
#include "api/generation.h"
#include "api/message.h"
#include "api/modelinfo.h"
#include "api/replies.h"

#include <array>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace needlescope {

namespace {

constexpr int nLayers = 32;
constexpr int nHeads = 32;
constexpr int nAnswer = 32;

ModelInfo model(int nTokens)
{
    ModelInfo info;
    info.name = "ready";
    info.nLayers = nLayers;
    info.nHeads = nHeads;
    info.nKvHeads = nHeads / 4;
    info.contextLength = nTokens + nAnswer;
    info.hash = "ready";
    return info;
}

/// Words of English lengths, each a token, with the needle in the middle.
Prompt promptOf(int nTokens)
{
    static constexpr std::array words{
        " the", " river", " and", " a", " lighthouse", " was", " of", " in", " evening", " nobody", ",", ".\n"};
    Prompt prompt;
    std::uint32_t state = 1;
    for (int i = 0; i < nTokens; ++i) {
        state = state * 1664525U + 1013904223U;
        const std::size_t begin = prompt.text.size();
        prompt.text += words[(state >> 24U) % words.size()];
        prompt.ids.push_back(i);
        prompt.spans.push_back({begin, prompt.text.size()});
    }
    prompt.statement = {nTokens / 2, nTokens / 2 + 20};
    prompt.needle = {nTokens / 2 + 10, nTokens / 2 + 20};
    prompt.asked = {nTokens - 20, nTokens};
    prompt.handle = 1;
    return prompt;
}

DecodeTrace traceOf(const GenerationRequest &request)
{
    DecodeTrace trace;
    trace.traceId = 1 + static_cast<std::int64_t>(request.intervention.heads.size());
    trace.intervention = request.intervention;
    for (int i = 0; i < nAnswer; ++i)
        trace.tokens.push_back({i, " word", -0.1F});
    trace.heads.nSteps = nAnswer;
    trace.heads.nLayers = nLayers;
    trace.heads.nHeads = nHeads;
    const std::size_t n = std::size_t{nAnswer} * nLayers * nHeads;
    trace.heads.argmax.assign(n, 7);
    for (auto *shares : {&trace.heads.weight, &trace.heads.needleMass, &trace.heads.sinkMass, &trace.heads.recentMass})
        shares->assign(n, 0.2F);
    return trace;
}

AttentionRows rowsOf(const AttentionRequest &request, int nTokens)
{
    AttentionRows rows{request, nTokens + request.step, {}};
    rows.weights.assign(request.heads.size() * static_cast<std::size_t>(rows.nKeys), 0.5F / static_cast<float>(rows.nKeys));
    for (std::size_t head = 0; head < request.heads.size(); ++head)
        rows.weights[head * static_cast<std::size_t>(rows.nKeys) + static_cast<std::size_t>(nTokens / 2 + request.step)] = 0.5F;
    return rows;
}

nlohmann::json answerTo(const Message &request, int nTokens)
{
    if (request.type == "open")
        return {{"model", model(nTokens)}, {"prompt", ChosenFrame()}};
    if (request.type == "compose")
        return promptOf(nTokens);
    if (request.type == "generate")
        return traceOf(request.body.get<GenerationRequest>());
    if (request.type == "attention")
        return rowsOf(request.body.get<AttentionRequest>(), nTokens);
    if (request.type == "models")
        return {{"models", nlohmann::json::array()}};
    if (request.type == "runs")
        return {{"runs", nlohmann::json::array()}};
    return nlohmann::json::object();
}

void send(const Message &message)
{
    const auto bytes = encodeFrame(message);
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    std::fflush(stdout);
}

} // namespace

int serveReady(int nTokens)
{
    send({0, "hello", Hello{"ready", protocolVersion}});
    FrameReader reader;
    std::array<std::uint8_t, 1 << 16> piece{};
    for (;;) {
        const auto n = ::read(STDIN_FILENO, piece.data(), piece.size());
        if (n <= 0)
            return 0;
        reader.feed(std::span(piece).first(static_cast<std::size_t>(n)));
        while (const auto request = reader.next()) {
            if (request->type != "hello")
                send({request->id, "result", answerTo(*request, nTokens)});
        }
    }
}

} // namespace needlescope
