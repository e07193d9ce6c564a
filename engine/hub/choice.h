// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hub/repository.h"

#include <functional>

namespace needlescope {

/// The files that are taken of a repository.
struct Choice
{
    std::vector<RepoFile> files; ///< weights last
    std::string model; ///< that opens them: the repository's name, with a GGUF file's after it where that was asked for
};

/// Reads a small file of the repository.
using ReadFile = std::function<std::string(const std::string &name)>;

/// Nothing but configuration, tokenizer, safetensors or GGUF: the file that @p name names, with the other parts of its model; else the
/// safetensors that transformers would load, else the only GGUF model. Throws EngineError: no such file, one of another kind, no weights,
/// several GGUF models.
Choice chooseFiles(const Repository &repository, const HubName &name, const ReadFile &read);

} // namespace needlescope
