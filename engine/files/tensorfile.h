// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace needlescope {

/// One tensor of a file. @p bytes stays valid as long as the file object.
struct TensorView
{
    std::string dtype; ///< name of its TensorType
    std::vector<std::int64_t> shape; ///< the last dimension runs fastest: of a matrix (out, in)
    std::span<const std::byte> bytes;

    std::int64_t elements() const;
};

/// Names of two tensors whose bytes overlap, if there are such.
std::optional<std::pair<std::string, std::string>> overlappingTensors(const std::map<std::string, TensorView> &tensors);

/// A memory-mapped file of named tensors.
class TensorFile
{
public:
    virtual ~TensorFile() = default;

    virtual const std::map<std::string, TensorView> &tensors() const = 0;
    virtual const std::filesystem::path &path() const = 0;
    virtual std::span<const std::byte> bytes() const = 0; ///< the whole file
    virtual std::size_t headerBytes() const = 0; ///< what precedes the tensors
};

} // namespace needlescope
