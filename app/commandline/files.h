// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// The bytes of a file, or of standard input for "-". Throws EngineError.
std::string readText(const std::filesystem::path &file);

/// Token ids from JSON text: a list, or an object that holds one as `ids`, `prompt_ids` or `input_ids`. @p source names it in errors.
std::vector<std::int32_t> parseIds(std::string_view json, const std::string &source);

/// parseIds of a file.
std::vector<std::int32_t> readIds(const std::filesystem::path &file);

/// A file is one haystack, a directory one for each of its .txt files in alphabetical order. A shipped one is called as the
/// window calls it, `demo/book1`; any other by its file. Throws EngineError.
std::vector<Haystack> readHaystacks(const std::vector<std::string> &paths);

} // namespace needlescope
