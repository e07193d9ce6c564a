// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "targets.h"

#include "api/engineerror.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace needlescope::fuzz {

/// A folder of this process, in memory where the system has such a place; removed at the end.
const std::filesystem::path &scratchFolder();

/// Writes @p bytes to the file @p name of the scratch folder and returns its path.
std::filesystem::path written(const std::string &name, Bytes bytes);

/// Encodes and decodes with the tokenizer of a GGUF file, and renders its chat template.
void useGgufTokenizer(const std::filesystem::path &file, const nlohmann::json &metadata);

/// Runs @p action and checks the sentence of the EngineError that it may throw.
void checkSentence(const EngineError &error);

template <typename Action>
void mayRefuse(Action action)
{
    try {
        action();
    } catch (const EngineError &error) {
        checkSentence(error);
    }
}

} // namespace needlescope::fuzz
