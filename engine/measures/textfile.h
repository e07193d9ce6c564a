// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/sentence.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace needlescope {

/// @p path where it exists, else the file or the folder of that name in @p shipped, with @p suffix or without: `zh` is `needles/zh.jsonl`.
/// @p path itself where there is neither.
std::filesystem::path pathOrShipped(const std::filesystem::path &path, const std::filesystem::path &shipped, const char *suffix);

/// The whole of a UTF-8 text file: the one rule for haystacks, needles and questions. @p kind names it in sentences ("haystack"). Throws
/// EngineError: missing, a directory, empty, not UTF-8.
std::string readTextFile(const std::filesystem::path &file, const Sentence &kind);

/// Calls @p onLine with every line that is not blank, without blanks at its ends, and its number from 1.
void forEachLine(std::string_view text, const std::function<void(std::string_view line, int number)> &onLine);

} // namespace needlescope
