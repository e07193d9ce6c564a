// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// Mistral's `tekken.json` (mistral_common/tokens/tokenizers/tekken.py): pieces of bytes by their rank, which merge in this order, behind
/// special tokens. Throws EngineError naming file and cause.
std::shared_ptr<const Tokenizer> readTekken(const std::filesystem::path &file);

} // namespace needlescope
