// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/safetensors.h"

namespace needlescope {

/// The safetensors files of a Hugging Face directory, one or many.
class Checkpoint
{
public:
    /// Throws EngineError: no such directory, no weights, pickled weights only, an index that contradicts its files or points elsewhere.
    static Checkpoint open(const std::filesystem::path &directory);

    bool has(const std::string &name) const { return m_fileOf.contains(name); }

    /// Throws EngineError where it is missing or has another shape.
    const TensorView &tensor(const std::string &name, const std::vector<std::int64_t> &shape) const;

    std::span<const std::shared_ptr<const SafetensorsFile>> files() const { return m_files; }

private:
    Checkpoint() = default;

    std::filesystem::path m_directory;
    std::vector<std::shared_ptr<const SafetensorsFile>> m_files;
    std::map<std::string, const SafetensorsFile *> m_fileOf;
};

/// SHA-256, hexadecimal, over config.json and, of every weight file, its size, its header and blocks spread over it: enough to tell
/// checkpoints apart, and as quick for 13 GB as for 13 MB. Throws EngineError.
std::string hashOf(const std::filesystem::path &configFile, const Checkpoint &checkpoint);

} // namespace needlescope
