// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/retrievalscore.h"

#include "api/engineerror.h"

#include <algorithm>
#include <functional>
#include <set>

namespace needlescope {

namespace {

/// Calls @p onCopy with the head and the token for every copy.
void forEachCopy(std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds,
    const HeadSummaries &heads, const std::function<void(HeadId, std::int32_t)> &onCopy)
{
    const int nSteps = std::min(heads.nSteps, static_cast<int>(emittedIds.size()));
    for (int step = 0; step < nSteps; ++step) {
        const std::int32_t emitted = emittedIds[static_cast<std::size_t>(step)];
        for (int layer = 0; layer < heads.nLayers; ++layer) {
            for (int head = 0; head < heads.nHeads; ++head) {
                const std::int32_t position = heads.argmax[heads.index(step, {layer, head})];
                if (needle.contains(position) && promptIds[static_cast<std::size_t>(position)] == emitted)
                    onCopy({layer, head}, emitted);
            }
        }
    }
}

HeadArray paperScores(
    std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds, const HeadSummaries &heads)
{
    const auto span = promptIds.subspan(static_cast<std::size_t>(needle.begin), static_cast<std::size_t>(needle.size()));
    const std::set<std::int32_t> tokens(span.begin(), span.end());
    std::set<std::pair<HeadId, std::int32_t>> copied;
    forEachCopy(promptIds, needle, emittedIds, heads, [&](HeadId id, std::int32_t token) { copied.emplace(id, token); });
    HeadArray scores = HeadArray::Zero(heads.nLayers, heads.nHeads);
    for (const auto &[id, token] : copied)
        scores(id.layer, id.head) += 1;
    return scores / static_cast<float>(std::max<std::size_t>(tokens.size(), 1));
}

HeadArray massScores(const HeadSummaries &heads)
{
    HeadArray scores = HeadArray::Zero(heads.nLayers, heads.nHeads);
    for (int step = 0; step < heads.nSteps; ++step)
        scores += Eigen::Map<const HeadArray>(heads.needleMass.data() + heads.index(step, {0, 0}), heads.nLayers, heads.nHeads);
    return scores / static_cast<float>(std::max(heads.nSteps, 1));
}

} // namespace

HeadArray retrievalScores(
    std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds, const HeadSummaries &heads)
{
    Eigen::ArrayXXi hits = Eigen::ArrayXXi::Zero(heads.nLayers, heads.nHeads);
    forEachCopy(promptIds, needle, emittedIds, heads, [&](HeadId id, std::int32_t) { ++hits(id.layer, id.head); });
    return hits.cast<float>() / static_cast<float>(std::max(needle.size(), 1));
}

HeadArray headScores(ScoreRule rule, std::span<const std::int32_t> promptIds, TokenSpan needle, std::span<const std::int32_t> emittedIds,
    const HeadSummaries &heads)
{
    switch (rule) {
    case ScoreRule::Reference:
        return retrievalScores(promptIds, needle, emittedIds, heads);
    case ScoreRule::Paper:
        return paperScores(promptIds, needle, emittedIds, heads);
    case ScoreRule::Mass:
        return massScores(heads);
    case ScoreRule::Qr:
        break;
    }
    throw EngineError("The score rule 'qr' is taken while a prompt is read, not of an answer; run 'detect' with it.");
}

} // namespace needlescope
