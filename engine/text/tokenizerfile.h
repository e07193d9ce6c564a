// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>

namespace needlescope {

/// The whole of a tokenizer's file. Throws EngineError naming it and the cause when it cannot be read or is empty.
std::string readTokenizerFile(const std::filesystem::path &file);

/// The same, parsed. Throws EngineError when it is no JSON object.
nlohmann::json readTokenizerJson(const std::filesystem::path &file);

} // namespace needlescope
