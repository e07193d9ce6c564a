// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace needlescope {

/// The tokenizer in the keys `tokenizer.ggml.*` of a GGUF file, whose @p metadata are those of GgufFile. Gives the ids that llama.cpp
/// gives, but cuts words with the expressions of the models' own tokenizer.json. Throws EngineError naming @p file and the cause: another
/// kind of tokenizer, a `pre` that is not known, keys that are missing or contradict each other.
std::shared_ptr<const Tokenizer> readGgufTokenizer(const nlohmann::json &metadata, const std::string &file);

/// The tokens that end an answer, in order: those that the keys name (end of sequence, turn and message) and those that llama.cpp
/// recognises by their text. Empty where the file has no tokenizer.
std::vector<std::int32_t> stopIdsOf(const nlohmann::json &ggufMetadata);

} // namespace needlescope
