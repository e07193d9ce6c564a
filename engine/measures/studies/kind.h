// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <span>
#include <string_view>
#include <vector>

namespace needlescope {

/// What a user may choose about a study. The command line makes an option of each, the window's form a field.
enum class Setting {
    Needles,
    Haystacks,
    Lengths,
    Depths,
    Items,
    Styles,
    Ks,
    Draws,
    LayerMatched,
    WholeGroups,
    MaskKind,
    MaskScope,
    Factor,
    WindowSize,
    Ranking,
    Rule,
    MaxTokens,
    Contrast,
    Seed,
    Quick,
};

struct SettingInfo
{
    Setting setting;
    const char *option; ///< of the command line, "--lengths"
    const char *label; ///< of the form, "Lengths"
    const char *help; ///< one sentence
};

/// What is kept of each sample beside the answers.
struct Kept
{
    bool scores = false; ///< of every head, by the request's rule, in the unmasked answer
    bool looks = false; ///< of the remaining retrieval heads, step by step
    bool singleHeads = false; ///< log-probability of the forced answer with each single head off, and each head's direct attribution
};

/// One kind of study: all that is special about it. What is common stands in `study/study.h`.
struct KindInfo
{
    StudyKind kind;
    const char *title; ///< "Masking curve"
    const char *help; ///< what it tells, for somebody who has not read the paper
    const char *xLabel; ///< of the rows' x, for tables: "K"; empty: they have none
    const char *yLabel; ///< of their y, "Depth %"
    std::vector<Setting> settings;
    Kept kept;

    /// Fills in what the request leaves open: K's that fit the model, lengths, depths.
    void (*setDefaults)(StudyRequest &request, const ModelInfo &model);

    /// The masks of every sample; the first is MaskRole::None. Throws EngineError: a K larger than the model, a ranking of another model,
    /// too few heads to draw from.
    std::vector<StudyMask> (*masks)(const StudyRequest &request, const ModelInfo &model);

    /// Rows and maps; counts, provenance and certainty are filled in by summarize().
    void (*summarize)(
        StudySummary &summary, const StudyRequest &request, std::span<const StudyMask> masks, std::span<const SampleResult> samples);

    /// Where only some measures have a y, how their names end: " mass". They go step by step, which is for figures, not for terminals.
    std::string_view yMeasures{};
    bool keepsK = false; ///< K counts the heads that are left as they are; all others are changed

    bool uses(Setting setting) const;
    bool hasX() const { return *xLabel != '\0'; }
    bool hasY(std::string_view measure) const { return *yLabel != '\0' && measure.ends_with(yMeasures); }
};

/// The table of kinds.
std::span<const KindInfo> studyKinds();
const KindInfo &infoOf(StudyKind kind);

std::span<const SettingInfo> settingInfos();
const SettingInfo &infoOf(Setting setting);

/// infoOf(header.request.kind).masks() for the run's model.
std::vector<StudyMask> masksOf(const RunHeader &header);

/// @p provenance with what @p request says of scores and of changed heads, as far as its kind uses them; so also a run of a version that
/// did not write it down tells it.
Provenance described(Provenance provenance, const StudyRequest &request);

/// What @p samples, answered under @p masks, say. The same samples in any order give the same summary. Throws EngineError where a sample
/// does not fit the model or the masks.
StudySummary summarize(const RunHeader &header, std::span<const StudyMask> masks, std::span<const SampleResult> samples);

/// The same under masksOf(@p header).
StudySummary summarize(const RunHeader &header, std::span<const SampleResult> samples);

} // namespace needlescope
