// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// Which part of a GGUF model a file is: those in several parts end in `-00001-of-00003.gguf`.
struct GgufPart
{
    int part = 1; ///< from 1
    int parts = 1;
    std::string stem; ///< the name without that ending, or without `.gguf`
};

/// What the name of a GGUF file says.
GgufPart ggufPartOf(const std::string &name);

/// The GGUF models in @p directory and the folders in it, as paths relative to it, sorted: of one in several parts the first part; none
/// that are projectors of images (`mmproj`). What cannot be read is left out.
std::vector<std::filesystem::path> ggufModelsIn(const std::filesystem::path &directory);

/// Whether a model in Hugging Face format lies in @p directory, whole or not: safetensors, or no GGUF model.
bool isCheckpoint(const std::filesystem::path &directory);

/// What is opened where a user means @p directory: it itself, or the only GGUF model in it where isCheckpoint() is false. Throws
/// EngineError that lists them where there are several. @p name is what the user calls it.
std::filesystem::path modelOfDirectory(const std::filesystem::path &directory, const std::string &name);

} // namespace needlescope
