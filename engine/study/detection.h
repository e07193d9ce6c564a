// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"
#include "archive/runfile.h"
#include "model/transformer.h"
#include "study/samplegrid.h"
#include "text/tokenizer.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace needlescope {

/// Finds the retrieval heads of a model: needles x lengths x depths, the score map of the answers that succeed.
///
/// A detection with a run file writes each sample there before it reports it, and does not compute again what the file already holds. The
/// caller that has other things to do between samples calls next() itself, the others run(). Model, tokenizer and run file must outlive it.
class Detection
{
public:
    /// @p run may be null. Throws EngineError where the grid is empty.
    Detection(const Transformer &model, const Tokenizer &tokenizer, StudyRequest request, RunFile *run);

    bool finished() const { return m_next == m_order.size(); }

    /// Computes one sample. Throws EngineError, and Cancelled between two tokens; the sample is then computed anew by the next call.
    StudyUpdate next(std::stop_token stop = {});

    /// Of all samples so far, those of the run file included.
    ScoreMap map() const;
    const std::vector<SampleResult> &samples() const { return m_samples; } ///< by index

    /// All that is left. Returns the final map.
    ScoreMap run(std::stop_token stop, const std::function<void(const StudyUpdate &)> &onUpdate);

private:
    SampleResult compute(const GridSample &sample, std::stop_token stop);
    void keep(const SampleResult &sample);
    Progress progress() const;

    const Transformer &m_model;
    const Tokenizer &m_tokenizer;
    const StudyRequest m_request;
    RunFile *const m_run;
    std::vector<SampleResult> m_samples;
    std::vector<GridSample> m_order; ///< what the run file did not hold
    std::size_t m_next = 0;
    std::shared_ptr<const PromptCache> m_prompt; ///< of the sample before
    double m_seconds = 0; ///< spent on m_cost
    double m_cost = 0;
};

} // namespace needlescope
