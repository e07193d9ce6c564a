// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/tensorfile.h"

#include <memory>

namespace needlescope {

/// A memory-mapped safetensors file (https://github.com/huggingface/safetensors). Nothing in it is executed.
class SafetensorsFile : public TensorFile
{
public:
    /// Throws EngineError: missing, truncated, header not JSON, offsets outside the file or overlapping, size unequal to shape x dtype.
    static std::shared_ptr<const SafetensorsFile> open(const std::filesystem::path &file);
    ~SafetensorsFile() override;

    const std::map<std::string, TensorView> &tensors() const override;
    const MappedFile &file() const override;
    std::size_t headerBytes() const override;

    /// Throws EngineError naming file and tensor.
    const TensorView &tensor(const std::string &name) const;

private:
    struct Data;
    explicit SafetensorsFile(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> m_data;
};

/// Writes a safetensors file piece by piece, through a temporary one, so that a full disk or a kill leaves no half file.
class SafetensorsWriter
{
public:
    struct Entry
    {
        std::string name;
        std::string dtype;
        std::vector<std::int64_t> shape;
    };

    /// Throws EngineError where the file cannot be made.
    SafetensorsWriter(
        const std::filesystem::path &file, std::span<const Entry> entries, const std::map<std::string, std::string> &metadata = {});
    ~SafetensorsWriter(); ///< without commit() nothing is left behind

    /// The next bytes of the tensors, in the entries' order. Throws EngineError.
    void write(std::span<const std::byte> bytes);

    /// To be called when all bytes are written. Throws EngineError.
    void commit();

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

/// Writes a safetensors file through a temporary one, so that a full disk or a kill leaves no half file. Throws EngineError.
void writeSafetensors(const std::filesystem::path &file, const std::map<std::string, TensorView> &tensors,
    const std::map<std::string, std::string> &metadata = {});

} // namespace needlescope
