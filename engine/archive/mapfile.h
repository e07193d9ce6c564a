// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace needlescope {

// What reading and writing maps of heads share; @p file names the file in sentences. All throw EngineError.

std::string readMapText(const std::filesystem::path &file);

/// Refuses what no model has: one mistyped number must cost neither memory nor minutes.
void checkMapSize(int nLayers, int nHeads, const std::filesystem::path &file);

/// The whole file or none of it.
void writeFile(const std::filesystem::path &file, const std::string &text);

} // namespace needlescope
