// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/tensorfile.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>

namespace needlescope {

/// A memory-mapped GGUF file, version 2 or 3 (ggml/docs/gguf.md of llama.cpp). Nothing in it is executed.
class GgufFile : public TensorFile
{
public:
    /// Throws EngineError: missing, truncated, big-endian, another version, a table that contradicts itself or points outside the file.
    static std::shared_ptr<const GgufFile> open(const std::filesystem::path &file);
    ~GgufFile() override;

    /// An object: the file's keys and values as they stand there. Arrays are JSON arrays, text that is not UTF-8 is kept byte by byte.
    const nlohmann::json &metadata() const;

    /// Shapes are as in safetensors: the dimensions of the file in reverse order.
    const std::map<std::string, TensorView> &tensors() const override;
    const MappedFile &file() const override;
    std::size_t headerBytes() const override;

private:
    struct Data;
    explicit GgufFile(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> m_data;
};

/// The file and, where it is the first of several parts (`-00001-of-00003.gguf`), all others in their order. The first has the metadata.
/// Throws EngineError: a part is missing, of another model, or is not the first.
std::vector<std::shared_ptr<const GgufFile>> openGgufParts(const std::filesystem::path &first);

/// Whether @p file ends in `.gguf` or begins as such a file does: Ollama keeps them under names without an ending.
bool isGguf(const std::filesystem::path &file);

} // namespace needlescope
