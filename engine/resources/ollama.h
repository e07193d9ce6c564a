// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// A model that Ollama keeps on this machine: one GGUF file under the name of its hash.
struct OllamaModel
{
    std::string name; ///< as `ollama list` says it: `smollm2:latest`, `user/name:tag`, `hf.co/org/name:tag`
    std::filesystem::path file;
};

/// In $OLLAMA_MODELS, else ~/.ollama/models and the folder of Ollama's service; sorted by name. What cannot be read is left out.
std::vector<OllamaModel> ollamaModels();

/// The file of @p name, where no tag means `latest`; empty where there is none.
std::filesystem::path ollamaModelFile(const std::string &name);

} // namespace needlescope
