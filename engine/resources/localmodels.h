// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// A model on this machine that can be called by a name.
struct LocalModel
{
    std::string name; ///< what modelDirectory() knows it by
    std::filesystem::path path; ///< a directory in Hugging Face format, or a GGUF file
    ModelOrigin origin = ModelOrigin::Shipped;
};

/// Shipped models, the demo first, then the user's own, those of the Hugging Face cache, of LM Studio and of Ollama, each by name. One
/// whose name an earlier one has is called by its path. Only looks at folders; what cannot be read is left out.
std::vector<LocalModel> localModels();

/// What a user calls a model: a directory or a GGUF file, where `~` in front is the home folder; else, in this order, the name of a shipped
/// one (`demo`), of one in modelsFolder() (`NAME.gguf` or `NAME/`), in the Hugging Face cache (`org/name`, `org/name/file.gguf`), of LM
/// Studio's (the same) or of Ollama's (`name`, `name:tag`). A directory without safetensors stands for the only GGUF model in it. Returns
/// that directory or file; @p model itself where there is none. Throws EngineError where several GGUF models could be meant.
std::filesystem::path modelDirectory(const std::string &model);

} // namespace needlescope
