// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/modelinfo.h"
#include "api/prompt.h"
#include "api/replies.h"
#include "api/study.h"
#include "api/work.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace needlescope {

/// The typed requests, and what is kept between them: the open model and the prompts and answers used last. For one thread; but while a
/// study breathes, other requests may be made from there.
class Workbench
{
public:
    using TokenFunction = std::function<void(const DecodedToken &)>;
    using UpdateFunction = std::function<void(const StudyUpdate &)>;

    Workbench();
    ~Workbench();

    /// @p model is a directory or the name of a shipped model, @p device as LoadOptions::device or empty: cpu. The model that was open
    /// stays where this throws EngineError or Cancelled.
    ModelInfo open(const std::string &model, const std::string &device, const Work &work);

    // All of these throw EngineError where no model is open, or where the request does not fit it.

    /// The frame of needle prompts for the open model: its chat template's, where it has one.
    ChosenFrame frame() const;

    /// The prompt is kept under its handle.
    Prompt compose(const PromptRequest &request);

    /// The trace is kept for attention(). Its origin says what was asked where the request names a kept prompt.
    DecodeTrace generate(GenerationRequest request, const Work &work, const TokenFunction &onToken);

    AttentionRows attention(const AttentionRequest &request) const;

    StudyPlan plan(const StudyRequest &study) const;

    /// @p run as in api/message.h. Throws Cancelled too; what was measured by then is in the run.
    StudySummary study(const StudyRequest &study, const std::string &run, const Work &work, const UpdateFunction &onUpdate);

private:
    struct OpenModel;
    OpenModel &opened() const;

    std::shared_ptr<OpenModel> m_open;
};

} // namespace needlescope
