// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/tensortype.h"

#include <algorithm>
#include <array>
#include <limits>

namespace needlescope {

namespace {

/// ggml's numbers, blocks and bytes: ggml/src/ggml-common.h and gguf-py/gguf/constants.py of llama.cpp.
constexpr std::array types{
    TensorType{"F32", 0, 1, 4},
    TensorType{"F16", 1, 1, 2},
    TensorType{"BF16", 30, 1, 2},
    TensorType{"Q4_0", 2, 32, 18},
    TensorType{"Q4_1", 3, 32, 20},
    TensorType{"Q5_0", 6, 32, 22},
    TensorType{"Q5_1", 7, 32, 24},
    TensorType{"Q8_0", 8, 32, 34},
    TensorType{"Q2_K", 10, 256, 84},
    TensorType{"Q3_K", 11, 256, 110},
    TensorType{"Q4_K", 12, 256, 144},
    TensorType{"Q5_K", 13, 256, 176},
    TensorType{"Q6_K", 14, 256, 210},
    TensorType{"IQ4_NL", 20, 32, 18},
    TensorType{"IQ4_XS", 23, 256, 136},
    TensorType{"MXFP4", 39, 32, 17},
    TensorType{"Q8_1", 9, 32, 36},
    TensorType{"Q8_K", 15, 256, 292},
    TensorType{"IQ2_XXS", 16, 256, 66},
    TensorType{"IQ2_XS", 17, 256, 74},
    TensorType{"IQ3_XXS", 18, 256, 98},
    TensorType{"IQ1_S", 19, 256, 50},
    TensorType{"IQ3_S", 21, 256, 110},
    TensorType{"IQ2_S", 22, 256, 82},
    TensorType{"IQ1_M", 29, 256, 56},
    TensorType{"TQ1_0", 34, 256, 54},
    TensorType{"TQ2_0", 35, 256, 66},
    TensorType{"NVFP4", 40, 64, 36},
    TensorType{"Q1_0", 41, 128, 18},
    TensorType{"F8_SCALED", -1, 32, 36}, // in memory alone: F8_E4M3 behind their scale
    TensorType{"F64", 28, 1, 8},
    TensorType{"C64", -1, 1, 8},
    TensorType{"I64", 27, 1, 8},
    TensorType{"U64", -1, 1, 8},
    TensorType{"I32", 26, 1, 4},
    TensorType{"U32", -1, 1, 4},
    TensorType{"I16", 25, 1, 2},
    TensorType{"U16", -1, 1, 2},
    TensorType{"I8", 24, 1, 1},
    TensorType{"U8", -1, 1, 1},
    TensorType{"BOOL", -1, 1, 1},
    TensorType{"F8_E4M3", -1, 1, 1},
    TensorType{"F8_E5M2", -1, 1, 1},
    TensorType{"F8_E8M0", -1, 1, 1},
};

template <typename Test>
const TensorType *find(Test test)
{
    const auto found = std::ranges::find_if(types, test);
    return found == types.end() ? nullptr : &*found;
}

} // namespace

std::span<const TensorType> tensorTypes()
{
    return types;
}

const TensorType *tensorType(std::string_view name)
{
    return find([name](const TensorType &type) { return type.name == name; });
}

const TensorType *tensorTypeOfGguf(std::uint32_t id)
{
    return find([id](const TensorType &type) { return type.ggufId >= 0 && static_cast<std::uint32_t>(type.ggufId) == id; });
}

std::optional<std::uint64_t> bytesOf(const TensorType &type, const std::vector<std::int64_t> &shape)
{
    std::uint64_t size = type.blockBytes;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        auto extent = static_cast<std::uint64_t>(shape[i]);
        if (i + 1 == shape.size()) {
            if (extent % type.blockSize != 0)
                return {};
            extent /= type.blockSize;
        }
        if (__builtin_mul_overflow(size, extent, &size))
            return {};
    }
    if (shape.empty() && type.blockSize != 1)
        return {};
    return size <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) ? std::optional(size) : std::nullopt;
}

} // namespace needlescope
