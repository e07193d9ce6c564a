// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/sentence.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace needlescope {

/// The whole of a UTF-8 text file: the one rule for haystacks, needles and questions. @p kind names it in sentences ("haystack"). Throws
/// EngineError: missing, a directory, empty, not UTF-8.
std::string readTextFile(const std::filesystem::path &file, const Sentence &kind);

/// Calls @p onLine with every line that is not blank, without blanks at its ends, and its number from 1.
void forEachLine(std::string_view text, const std::function<void(std::string_view line, int number)> &onLine);

} // namespace needlescope
