// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/command.h"
#include "commandline/output.h"

#include "model/transformer.h"
#include "text/tokenizer.h"

#include <memory>
#include <stop_token>
#include <string>

namespace needlescope {

/// A model with its tokenizer.
struct LoadedModel
{
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const Tokenizer> tokenizer;
};

/// Throws EngineError and Cancelled.
LoadedModel loadModel(const ModelChoice &choice, const std::stop_token &stop, ProgressLine &line);

} // namespace needlescope
