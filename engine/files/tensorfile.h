// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/mappedfile.h"

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
    virtual const MappedFile &file() const = 0;
    virtual std::size_t headerBytes() const = 0; ///< what precedes the tensors

    const std::filesystem::path &path() const { return file().path(); }
    std::span<const std::byte> bytes() const { return file().bytes(); } ///< the whole file
};

} // namespace needlescope
