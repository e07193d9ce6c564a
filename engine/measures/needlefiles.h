// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <filesystem>
#include <vector>

namespace needlescope {

/// Needles in the form of the reference code's `needles.jsonl`: one object {"needle", "question", "real_needle"} a line, empty lines
/// skipped. Throws EngineError that names file and line.
std::vector<Needle> readNeedles(const std::filesystem::path &file);

/// A UTF-8 text file; its name is the file's without extension. Throws EngineError (missing, empty, not UTF-8).
Haystack readHaystack(const std::filesystem::path &file);

} // namespace needlescope
