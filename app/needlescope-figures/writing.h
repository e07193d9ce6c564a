// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include <filesystem>
#include <vector>

namespace needlescope {

/// Writes each figure as SVG, PDF, PNG and CSV into @p folder, which is made where it is missing, and returns the files. Throws
/// EngineError.
std::vector<std::filesystem::path> writeFigures(const std::vector<Figure> &figures, const std::filesystem::path &folder);

/// The figures of a run file. Throws EngineError: no run, or one without a finished sample.
std::vector<Figure> figuresOfRun(const std::filesystem::path &run);

/// The figure of several maps, and of two another one head by head, in any form that the archive reads. Throws EngineError.
std::vector<Figure> figuresOfMaps(const std::vector<std::string> &maps, int topK);

} // namespace needlescope
