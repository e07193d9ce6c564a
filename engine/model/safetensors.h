// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// One tensor of a safetensors file. @p bytes stays valid as long as the file object.
struct TensorView
{
    std::string dtype; ///< "F32", "F16", "BF16", "I32", "I64", ... as the format spells it
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;

    std::int64_t elements() const;
};

/// A memory-mapped safetensors file (https://github.com/huggingface/safetensors). Nothing in it is executed.
class SafetensorsFile
{
public:
    /// Throws EngineError: missing, truncated, header not JSON, offsets outside the file or overlapping, size unequal to shape x dtype.
    static std::shared_ptr<const SafetensorsFile> open(const std::filesystem::path &file);
    ~SafetensorsFile();

    const std::map<std::string, TensorView> &tensors() const;
    const std::filesystem::path &path() const;
    std::span<const std::byte> bytes() const; ///< the whole file
    std::size_t headerBytes() const; ///< what precedes the tensors

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
