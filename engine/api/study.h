// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/progress.h"
#include "api/prompt.h"
#include "api/scoremap.h"

#include <array>
#include <string>
#include <vector>

namespace needlescope {

/// Every study is tasks x masks -> observations -> summary; `measures/studies/kind.h` says what each kind makes of them.
enum class StudyKind {
    Detect, ///< figures 3, 4: the score map
    Grid, ///< figure 1: recall over length and depth, unmasked and without the top K
    MaskCurve, ///< figure 7: recall against K, top heads beside random ones
    Outcomes, ///< figure 9: the four classes against K, and where the remaining retrieval heads look
    ExtractQa, ///< figure 8: F1 of answers from passages
    Reason, ///< figures 10, 11: answer only beside chain of thought
    Atlas, ///< what the answer's log-probability loses without each single head
    Compress, ///< what is left where only the kept heads see all of the cache
};

template <>
struct EnumNames<StudyKind>
{
    static constexpr std::string_view kind = "study";
    static constexpr std::array names{
        std::pair{StudyKind::Detect, std::string_view("detect")},
        std::pair{StudyKind::Grid, std::string_view("grid")},
        std::pair{StudyKind::MaskCurve, std::string_view("mask-curve")},
        std::pair{StudyKind::Outcomes, std::string_view("outcomes")},
        std::pair{StudyKind::ExtractQa, std::string_view("extract-qa")},
        std::pair{StudyKind::Reason, std::string_view("reason")},
        std::pair{StudyKind::Atlas, std::string_view("atlas")},
        std::pair{StudyKind::Compress, std::string_view("compress")},
    };
};

/// How a question is asked.
enum class AnswerStyle {
    AnswerOnly,
    ChainOfThought, ///< with Tasks::thoughtPrompt behind the question
};

template <>
struct EnumNames<AnswerStyle>
{
    static constexpr std::string_view kind = "answer style";
    static constexpr std::array names{
        std::pair{AnswerStyle::AnswerOnly, std::string_view("answer-only")},
        std::pair{AnswerStyle::ChainOfThought, std::string_view("chain-of-thought")},
    };
};

/// What is asked: needles x lengths x depths, or items one by one; each in every style.
struct Tasks
{
    std::vector<Needle> needles;
    std::vector<Haystack> haystacks; ///< sample i uses haystack i modulo their number
    std::vector<int> lengths; ///< tokens
    std::vector<double> depths; ///< per cent
    std::vector<QuestionItem> items; ///< instead of needles; those whose prompt is longer than lengths[0], where there is one, are refused
    std::vector<AnswerStyle> styles{AnswerStyle::AnswerOnly};
    std::string thoughtPrompt = " Think step by step.";

    /// Of one style.
    int nTasks() const { return static_cast<int>(items.empty() ? needles.size() * lengths.size() * depths.size() : items.size()); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Tasks, needles, haystacks, lengths, depths, items, styles, thoughtPrompt)

/// Which heads are changed, for every task alike.
struct MaskPlan
{
    std::vector<int> ks; ///< numbers of heads, ascending; 0 is the unmasked model
    int draws = 3; ///< of K random heads, for each K
    bool layerMatched = false; ///< random heads from the layers of the top ones
    bool wholeGroups = false; ///< K counts KV groups, ranked by their best head
    Intervention how; ///< kind, scope, factor, window; its heads are not looked at
    ScoreMap ranking; ///< by which heads are top; may be empty where nothing is ranked
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(MaskPlan, ks, draws, layerMatched, wholeGroups, how, ranking)

struct Decoding
{
    int maxTokens = 50;
    std::vector<std::int32_t> stopIds; ///< empty: the model's
    /// Answers are decoded from the contrast of plain and masked logits (DeCoRe): (1 + a) log p - a log p_masked, a being the entropy of p
    /// times this. 0: from the masked logits themselves.
    double contrast = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Decoding, maxTokens, stopIds, contrast)

struct StudyRequest
{
    StudyKind kind = StudyKind::Detect;
    Tasks tasks;
    MaskPlan masks;
    Decoding decoding;
    ScoreRule rule = ScoreRule::Reference;
    PromptFrame frame;
    std::uint64_t seed = 1; ///< of random masks, of the order of a quick study, and of the bootstrap
    bool quick = false; ///< ends when the kind's rule says that more samples would not change what is shown
    int shard = 0; ///< this part
    int nShards = 1; ///< of so many; parts are cut between (haystack, length) groups, so that prompts still share beginnings

    /// Of all shards.
    int nSamples() const { return tasks.nTasks() * static_cast<int>(tasks.styles.size()); }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StudyRequest, kind, tasks, masks, decoding, rule, frame, seed, quick, shard, nShards)

enum class MaskRole {
    None, ///< the model as it is
    Top,
    Random,
    Kept, ///< all but the top K are changed
    KeptRandom, ///< all but K random ones
};

template <>
struct EnumNames<MaskRole>
{
    static constexpr std::string_view kind = "mask role";
    static constexpr std::array names{
        std::pair{MaskRole::None, std::string_view("none")},
        std::pair{MaskRole::Top, std::string_view("top")},
        std::pair{MaskRole::Random, std::string_view("random")},
        std::pair{MaskRole::Kept, std::string_view("kept")},
        std::pair{MaskRole::KeptRandom, std::string_view("kept-random")},
    };
};

/// One of the masks under which every task of a study is answered.
struct StudyMask
{
    MaskRole role = MaskRole::None;
    int k = 0;
    int draw = 0; ///< of the random ones, from 0
    Intervention intervention;

    friend bool operator==(const StudyMask &, const StudyMask &) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StudyMask, role, k, draw, intervention)

/// What the remaining retrieval heads looked at in one decoded step; shares of attention, means over the heads.
struct Looks
{
    float needle = 0;
    float sink = 0; ///< position 0
    float recent = 0; ///< the last positions
    float elsewhere = 0;
};

/// One answer.
struct Observation
{
    int mask = 0; ///< index into the study's masks
    std::string output;
    bool exact = false; ///< the output is the answer, or its last statement is (`measures/exactmatch.h`)
    double recall = 0; ///< ROUGE-1
    double f1 = 0; ///< of words, best over the right answers
    double logProbability = 0; ///< of the output's tokens, or of the forced answer's; mean over tokens
    Outcome outcome = Outcome::Hallucination;
    std::vector<Looks> looks; ///< one a step; empty where the kind does not ask
};

inline void to_json(nlohmann::json &json, const Observation &o)
{
    std::vector<float> looks;
    for (const Looks &look : o.looks)
        looks.insert(looks.end(), {look.needle, look.sink, look.recent, look.elsewhere});
    json = {{"mask", o.mask}, {"output", o.output}, {"exact", o.exact}, {"recall", o.recall}, {"f1", o.f1},
        {"logProbability", o.logProbability}, {"outcome", o.outcome}, {"looks", packed(looks)}};
}

inline void from_json(const nlohmann::json &json, Observation &o)
{
    o = {};
    readField(json, "mask", o.mask);
    readField(json, "output", o.output);
    readField(json, "exact", o.exact);
    readField(json, "recall", o.recall);
    readField(json, "f1", o.f1);
    readField(json, "logProbability", o.logProbability);
    readField(json, "outcome", o.outcome);
    std::vector<float> looks;
    readPackedField(json, "looks", looks);
    for (std::size_t i = 0; i + 3 < looks.size(); i += 4)
        o.looks.push_back({looks[i], looks[i + 1], looks[i + 2], looks[i + 3]});
}

/// One number a head in one sample.
struct HeadMeasure
{
    std::string name; ///< "score", "drop", "attribution"
    HeadArray values;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(HeadMeasure, name, values)

/// One task under all masks.
struct SampleResult
{
    int index = 0; ///< 0 .. nSamples - 1; does not depend on the order in which samples are computed
    int item = 0; ///< index into Tasks::needles or Tasks::items
    AnswerStyle style = AnswerStyle::AnswerOnly;
    int length = 0; ///< asked for, tokens
    double depthPercent = 0;
    int tokens = 0; ///< of the prompt, as it really was
    double seconds = 0; ///< spent; the only thing that differs when a study is repeated
    bool counted = false; ///< the unmasked answer succeeded: enters the score map
    std::vector<Observation> observations; ///< one a mask, in their order
    std::vector<HeadMeasure> heads;

    /// Null where the sample has no such measure.
    const HeadArray *head(const std::string &name) const
    {
        for (const HeadMeasure &measure : heads) {
            if (measure.name == name)
                return &measure.values;
        }
        return nullptr;
    }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    SampleResult, index, item, style, length, depthPercent, tokens, seconds, counted, observations, heads)

/// A mean with its 95 % interval.
struct Estimate
{
    double mean = 0;
    double low = 0;
    double high = 0;
    int n = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Estimate, mean, low, high, n)

/// One number of a summary: the long form that tables, figures and CSV share.
struct SummaryRow
{
    std::string series; ///< "none", "top", "random"; of reason: with the style, "top chain-of-thought"
    std::string measure; ///< "recall", "exact", "f1", "log-probability", "share complete", "needle mass"
    double x = 0; ///< K, length, step
    double y = 0; ///< depth; 0 where there is no second axis
    Estimate value;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SummaryRow, series, measure, x, y, value)

/// What a study says so far.
struct StudySummary
{
    StudyKind kind = StudyKind::Detect;
    int nSamples = 0;
    int nCounted = 0;
    int nPlanned = 0;
    bool enough = false; ///< the kind's rule says that more samples would not change what is shown
    Sentence certainty; ///< how sure that is; empty: nothing to say
    std::vector<SummaryRow> rows;
    std::vector<ScoreMap> maps; ///< of detect and atlas
    Provenance provenance;

    const ScoreMap *map(const std::string &measure) const
    {
        for (const ScoreMap &map : maps) {
            if (map.measure == measure)
                return &map;
        }
        return nullptr;
    }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StudySummary, kind, nSamples, nCounted, nPlanned, enough, certainty, rows, maps, provenance)

/// Sent after every sample of a running study.
struct StudyUpdate
{
    Progress progress;
    SampleResult sample;
    StudySummary summary; ///< rarer than samples as they become many: nSamples tells; without kind and samples: as before
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StudyUpdate, progress, sample, summary)

/// What a run file says about itself.
struct RunHeader
{
    Provenance provenance;
    StudyRequest request;
    ModelInfo model;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunHeader, provenance, request, model)

/// A run on the engine's machine.
struct RunInfo
{
    std::string name; ///< what opens it again: a file name in the engine's folder of runs, or a path
    StudyKind kind = StudyKind::Detect;
    std::string modelName;
    std::string modelHash;
    int nSamples = 0;
    int nPlanned = 0;
    std::string created;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunInfo, name, kind, modelName, modelHash, nSamples, nPlanned, created)

} // namespace needlescope
