// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include "api/catalog.h"
#include "api/confinement.h"
#include "api/fetch.h"
#include "api/message.h"
#include "api/modelinfo.h"
#include "api/replies.h"
#include "api/study.h"
#include "archive/scorefile.h"

namespace needlescope::fuzz {

namespace {

void use(const auto &)
{
}

void use(const ScoreMap &map)
{
    const auto ranked = rankedHeads(map);
    require(ranked.size() == static_cast<std::size_t>(map.score.size()), "every head has a rank");
}

void use(const DecodeTrace &trace)
{
    const auto &heads = trace.heads;
    require(heads.nSteps >= 0 && heads.nLayers >= 0 && heads.nHeads >= 0, "a trace has no negative extents");
    if (!heads.argmax.empty())
        require(heads.index(heads.nSteps - 1, {heads.nLayers - 1, heads.nHeads - 1}) == heads.argmax.size() - 1, "a trace has its values");
}

void use(const AttentionRows &rows)
{
    require(rows.nKeys >= 0, "attention is on some keys or none");
}

/// Both sides read a body as the values that the message's type promises; here every body is read as each of them.
template <typename... Values>
void readAs(const nlohmann::json &body)
{
    const auto readAsOne = [&]<typename Value>(Value *) {
        try {
            const auto value = body.get<Value>();
            use(value);
            encodeFrame({1, "result", value});
        } catch (const nlohmann::json::exception &) { // what service and window turn into a sentence
        } catch (const EngineError &error) {
            checkSentence(error);
        }
    };
    (readAsOne(static_cast<Values *>(nullptr)), ...);
}

} // namespace

void readScores(Bytes bytes)
{
    const auto file = written("scores.json", bytes);
    mayRefuse([&] {
        const HeadScores scores = readScoreFile(file);
        require(scores.nLayers > 0 && scores.nHeads > 0, "a score file has heads");
        use(scoreMapOf(scores));
        const auto copy = scratchFolder() / "copy.json";
        writeScoreFile(copy, scores);
        const HeadScores again = readScoreFile(copy);
        require(again.samples == scores.samples, "written scores read back as the same");
    });
}

void readFrames(Bytes bytes)
{
    FrameReader reader;
    mayRefuse([&] {
        // In two pieces, because a pipe cuts frames anywhere.
        for (const Bytes piece : {bytes.first(bytes.size() / 2), bytes.subspan(bytes.size() / 2)}) {
            reader.feed(piece);
            while (const auto message = reader.next()) {
                encodeFrame(*message);
                readAs<PromptRequest, GenerationRequest, AttentionRequest, StudyRequest>(message->body);
                readAs<Hello, Confinement, ModelInfo, Prompt, ChosenFrame, DecodedToken, DecodeTrace, AttentionRows, Progress, StudyUpdate,
                    StudySummary, StudyPlan, OpenedRun, RunInfo, CatalogModel, FetchPlan, ScoreMap, Sentence>(message->body);
            }
        }
    });
}

} // namespace needlescope::fuzz
