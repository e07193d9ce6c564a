// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace needlescope {

/// Writes the head map and the score distribution of a detection's run file as SVG, PDF, PNG and CSV into @p outDir, which is made where it
/// is missing, and returns the files. Works without a display: it starts Qt by itself where the program has not. Throws EngineError.
std::vector<std::filesystem::path> writeRunFigures(const std::filesystem::path &run, const std::filesystem::path &outDir);

} // namespace needlescope
