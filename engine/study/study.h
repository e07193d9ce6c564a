// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "api/work.h"
#include "archive/runfile.h"
#include "model/transformer.h"
#include "study/sampleorder.h"
#include "text/tokenizer.h"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace needlescope {

/// Any study: tasks x masks -> observations -> summary. What is special about a kind stands in `measures/studies`.
///
/// With a run file each sample is on disk before it is reported, and what the file already holds is not computed again. Model, tokenizer
/// and run file must outlive it. For one thread; but while it runs, Work::breathe may use the model.
class Study
{
public:
    using UpdateFunction = std::function<void(const StudyUpdate &)>;

    /// @p run may be null. Throws EngineError: nothing to ask, masks that the model does not have.
    Study(const Transformer &model, const Tokenizer &tokenizer, RunHeader header, RunFile *run);

    /// Nothing is left, or a quick study has enough.
    bool finished() const;

    /// Gives one sample, and computes it with those of the same text that follow where answers are decoded together. Throws EngineError,
    /// and Cancelled in the middle of it; it is then computed anew by the next call.
    StudyUpdate next(const Work &work = {});

    /// All that is left. Returns the final summary. Throws as next().
    StudySummary run(const Work &work, const UpdateFunction &onUpdate = {});

    /// Of all samples so far, those of the run file included.
    StudySummary summary() const;
    const std::vector<SampleResult> &samples() const { return m_samples; } ///< by index
    const std::vector<StudyMask> &masks() const { return m_masks; }
    int resumed() const { return m_resumed; } ///< samples that the run file held
    double secondsPerCost() const { return m_cost > 0 ? m_seconds / m_cost : 0; } ///< measured; 0: not yet

private:
    void answerNext(const Work &work);
    void keep(const SampleResult &sample);
    Progress progress() const;

    const Transformer &m_model;
    const Tokenizer &m_tokenizer;
    const RunHeader m_header;
    RunFile *const m_run;
    const std::vector<StudyMask> m_masks;
    std::vector<SampleResult> m_samples;
    std::vector<PlannedSample> m_order; ///< what the run file did not hold
    int m_resumed = 0;
    std::size_t m_next = 0;
    bool m_enough = false; ///< of a quick study
    std::deque<SampleResult> m_ready; ///< those of m_order from m_next on that were answered with the one before
    std::shared_ptr<const PromptCache> m_prompt; ///< of the first sample of its text: the deepest needle
    double m_seconds = 0; ///< spent on m_cost
    double m_cost = 0;
};

/// How many samples of one text are answered together at most: their prompts of @p tokens take a small part of the memory that is free.
std::size_t samplesTogether(const ModelInfo &model, int tokens);

/// What all samples of @p request cost, in the unit of PlannedSample::cost.
double expectedCost(const StudyRequest &request, std::size_t nMasks);

} // namespace needlescope
