// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace needlescope {

/// The byte-level BPE of a @p directory with `vocab.json` and `merges.txt` but no `tokenizer.json`. How words are cut and which tokens are
/// special is not in these files: transformers takes it from the `tokenizer_class` of tokenizer_config.json (else from the kind of model),
/// and so does this. Throws EngineError naming file and cause: damaged, or of another class than GPT2Tokenizer and Qwen2Tokenizer.
std::shared_ptr<const Tokenizer> readVocabAndMerges(const std::filesystem::path &directory);

} // namespace needlescope
