// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace needlescope {

/// The tokenizer in the keys `tokenizer.ggml.*` of a GGUF file, whose @p metadata are those of GgufFile. Gives the ids that llama.cpp
/// gives, but cuts words with the expressions of the models' own tokenizer.json. Throws EngineError naming @p file and the cause: another
/// kind of tokenizer, a `pre` that is not known, keys that are missing or contradict each other.
std::shared_ptr<const Tokenizer> readGgufTokenizer(const nlohmann::json &metadata, const std::string &file);

} // namespace needlescope
