// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/gguf.h"
#include "files/safetensors.h"

namespace needlescope {

/// The files that hold a model's weights: safetensors of a Hugging Face directory, or GGUF, one or many.
class Checkpoint
{
public:
    /// @p model is a directory, or a GGUF file. Throws EngineError: no such directory, no weights, pickled weights only, an index that
    /// contradicts its files or points elsewhere.
    static Checkpoint open(const std::filesystem::path &model);

    /// The first file where they are GGUF; null where they are not.
    const GgufFile *gguf() const { return m_gguf.get(); }

    bool has(const std::string &name) const { return m_fileOf.contains(name); }

    /// Null where there is no such tensor.
    const TensorView *find(const std::string &name) const;

    /// Throws EngineError where it is missing or has another shape.
    const TensorView &tensor(const std::string &name, const std::vector<std::int64_t> &shape) const;

    /// The file of a tensor that is there.
    const TensorFile &fileOf(const std::string &name) const { return *m_fileOf.at(name); }

    std::span<const std::shared_ptr<const TensorFile>> files() const { return m_files; }

    /// Throws EngineError where a file was changed since it was opened: what was computed with it means nothing.
    void refuseChanged() const;

private:
    Checkpoint() = default;
    static Checkpoint openGguf(const std::filesystem::path &file);

    /// Throws EngineError where it has a tensor that another file has too.
    void add(std::shared_ptr<const TensorFile> file);

    std::filesystem::path m_directory;
    std::vector<std::shared_ptr<const TensorFile>> m_files;
    std::shared_ptr<const GgufFile> m_gguf;
    std::map<std::string, const TensorFile *> m_fileOf;
};

/// Throws the EngineError of a tensor that holds NaN or infinities.
[[noreturn]] void refuseNumbers(const std::string &tensor, const TensorFile &file);

/// SHA-256, hexadecimal, over config.json and, of every weight file, its size, its header and blocks spread over it: enough to tell
/// checkpoints apart, and as quick for 13 GB as for 13 MB. Throws EngineError.
/// A GGUF file's header says what config.json says.
std::string hashOf(const std::filesystem::path &model, const Checkpoint &checkpoint);

} // namespace needlescope
