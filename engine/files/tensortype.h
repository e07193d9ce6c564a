// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace needlescope {

/// How the numbers of a tensor lie in a file. A block is what the numbers are packed in, along the last dimension; a block of one is a
/// number.
struct TensorType
{
    std::string_view name; ///< as safetensors or llama.cpp spells it
    int ggufId = -1; ///< number of the type in GGUF files; -1: they have no such type
    std::size_t blockSize = 1; ///< numbers
    std::size_t blockBytes = 0;
};

/// All types that the files may hold, also those that nothing here can compute with.
std::span<const TensorType> tensorTypes();

/// Null where there is no such type.
const TensorType *tensorType(std::string_view name);
const TensorType *tensorTypeOfGguf(std::uint32_t id);

/// Bytes of a tensor; empty where the last dimension is no whole number of blocks, or the product does not fit into 63 bits.
std::optional<std::uint64_t> bytesOf(const TensorType &type, const std::vector<std::int64_t> &shape);

} // namespace needlescope
