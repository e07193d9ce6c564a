// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/modelinfo.h"
#include "api/prompt.h"
#include "api/study.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace needlescope {

class PromptShelf;
class Tokenizer;
class Transformer;

/// The typed requests, and what is kept between them: the open model and the prompts and answers used last. For one thread; but while a
/// detection calls its function, other requests may be made from there.
class Workbench
{
public:
    using ProgressFunction = std::function<void(const Progress &)>;
    using TokenFunction = std::function<void(const DecodedToken &)>;
    using UpdateFunction = std::function<void(const StudyUpdate &)>;

    Workbench();
    ~Workbench();

    /// @p model is a directory or the name of a shipped model, @p device as LoadOptions::device or empty: cpu. The model that was open
    /// stays where this throws EngineError or Cancelled.
    ModelInfo open(const std::string &model, const std::string &device, const std::stop_token &stop, const ProgressFunction &onProgress);

    // All of these throw EngineError where no model is open, or where the request does not fit it.

    /// The frame of needle prompts for the open model: its chat template's, where it has one.
    ChosenFrame frame() const;

    Prompt compose(const PromptRequest &request) const;

    /// The trace is kept for attention().
    DecodeTrace generate(
        const GenerationRequest &request, const std::stop_token &stop, const ProgressFunction &onProgress, const TokenFunction &onToken);

    AttentionRows attention(const AttentionRequest &request) const;

    /// @p run is the file to continue or create; empty: none. Throws Cancelled too.
    ScoreMap detect(const StudyRequest &study, const std::string &run, const std::stop_token &stop, const UpdateFunction &onUpdate) const;

private:
    struct OpenModel;
    OpenModel &opened() const;

    std::shared_ptr<OpenModel> m_open;
};

} // namespace needlescope
