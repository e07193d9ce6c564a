// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/enumname.h"
#include "files/tensortype.h"

#include <array>
#include <optional>

namespace needlescope {

/// How the numbers of a matrix lie in memory: as numbers, or packed in blocks along a row (llama.cpp's formats, and F8_SCALED: a float32
/// and 32 numbers of E4M3 to multiply it with). All of these are computed with as they are; a block's numbers are widened to float32 on the
/// way.
enum class WeightType { F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, MXFP4, F8_SCALED };

template <>
struct EnumNames<WeightType>
{
    static constexpr std::string_view kind = "type of weights";
    static constexpr std::array names{
        std::pair{WeightType::F32, std::string_view("F32")},
        std::pair{WeightType::F16, std::string_view("F16")},
        std::pair{WeightType::BF16, std::string_view("BF16")},
        std::pair{WeightType::Q4_0, std::string_view("Q4_0")},
        std::pair{WeightType::Q4_1, std::string_view("Q4_1")},
        std::pair{WeightType::Q5_0, std::string_view("Q5_0")},
        std::pair{WeightType::Q5_1, std::string_view("Q5_1")},
        std::pair{WeightType::Q8_0, std::string_view("Q8_0")},
        std::pair{WeightType::Q2_K, std::string_view("Q2_K")},
        std::pair{WeightType::Q3_K, std::string_view("Q3_K")},
        std::pair{WeightType::Q4_K, std::string_view("Q4_K")},
        std::pair{WeightType::Q5_K, std::string_view("Q5_K")},
        std::pair{WeightType::Q6_K, std::string_view("Q6_K")},
        std::pair{WeightType::IQ4_NL, std::string_view("IQ4_NL")},
        std::pair{WeightType::IQ4_XS, std::string_view("IQ4_XS")},
        std::pair{WeightType::MXFP4, std::string_view("MXFP4")},
        std::pair{WeightType::F8_SCALED, std::string_view("F8_SCALED")},
    };
};

inline bool isPacked(WeightType type)
{
    return type > WeightType::BF16;
}

/// The type that files call @p name; empty where it is none to compute with.
inline std::optional<WeightType> weightTypeNamed(std::string_view name)
{
    for (const auto &[type, spelled] : EnumNames<WeightType>::names) {
        if (spelled == name)
            return type;
    }
    return {};
}

/// Throws EngineError that says what to get instead.
[[noreturn]] inline void refuseWeightType(std::string_view name)
{
    throw EngineError(
        "Weights of the type {} are not supported; get the model as bf16, f16, f32, or as GGUF with Q4_K, Q6_K or Q8_0.", name);
}

/// What numbers of the type @p name are computed with: F64 with F32, others as they are. Throws EngineError.
inline WeightType weightTypeOf(std::string_view name)
{
    if (name == "F64")
        return WeightType::F32;
    if (const std::optional<WeightType> type = weightTypeNamed(name))
        return *type;
    refuseWeightType(name);
}

/// Bytes of a row of @p columns numbers, which are whole blocks.
inline std::size_t rowBytes(WeightType type, std::size_t columns)
{
    const TensorType &stored = *tensorType(nameOf(type));
    return columns / stored.blockSize * stored.blockBytes;
}

} // namespace needlescope
