// SPDX-License-Identifier: GPL-3.0-or-later
// llama.cpp's blocks of packed weights, each widened to float32 (ggml/src/ggml-quants.c, gguf-py/gguf/quants.py). Products of a scale and a
// packed number are exact in float32 but in Q3_K, Q6_K and IQ4_XS, where they are rounded once as there. The formats that most files use
// give a vector at a time (`part`), so that a single row is multiplied in registers; the others are plain loops.
#if defined(NEEDLESCOPE_BLOCKS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef NEEDLESCOPE_BLOCKS_INL_H
#undef NEEDLESCOPE_BLOCKS_INL_H
#else
#define NEEDLESCOPE_BLOCKS_INL_H
#endif

#include "model/kernels-inl.h"

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace needlescope::kernels::HWY_NAMESPACE {

using Byte = std::uint8_t;

HWY_INLINE float halfAt(const Byte *from)
{
    const hn::CappedTag<float, 1> one;
    hwy::float16_t half;
    std::memcpy(&half, from, sizeof half);
    return hn::GetLane(hn::PromoteTo(one, hn::LoadU(hn::Rebind<hwy::float16_t, decltype(one)>(), &half)));
}

constexpr std::size_t smallBlock = 32;
constexpr std::size_t superBlock = 256; ///< eight groups of 32 that share a scale of their scales

using Integers = hn::RebindToSigned<Floats>;

/// As many bytes as a vector has numbers, each a number.
template <typename T>
HWY_INLINE hn::Vec<Integers> integersAt(const T *from)
{
    return hn::PromoteTo(Integers(), hn::LoadU(hn::Rebind<T, Floats>(), from));
}

HWY_INLINE hn::Vec<Integers> lowNibbles(hn::Vec<Integers> bytes)
{
    return hn::And(bytes, hn::Set(Integers(), 15));
}

HWY_INLINE Vector numbers(hn::Vec<Integers> v)
{
    return hn::ConvertTo(floats, v);
}

/// Numbers [k, ...) of 32 whose low nibbles are the first half: what lies in the nibbles at @p from.
HWY_INLINE hn::Vec<Integers> nibblesAt(const Byte *from, std::size_t k)
{
    return k < 16 ? lowNibbles(integersAt(from + k)) : hn::ShiftRight<4>(integersAt(from + k - 16));
}

/// What factor * q + offset is for each nibble q. Where a vector holds all sixteen, a nibble is widened by one lookup: the same numbers, in
/// fewer instructions than it takes to convert them.
class NibbleValues
{
public:
    NibbleValues() = default;

#if HWY_TARGET <= HWY_AVX3
    HWY_INLINE NibbleValues(float factor, float offset)
        : NibbleValues(hn::Set(floats, factor), hn::Set(floats, offset))
    {
    }

    /// Factor and offset are the two halves at @p from.
    static HWY_INLINE NibbleValues ofHalves(const Byte *from)
    {
        std::uint32_t both = 0;
        std::memcpy(&both, from, sizeof both);
        const hn::Rebind<hwy::float16_t, Floats> halves;
        const Vector numbers
            = hn::PromoteTo(floats, hn::BitCast(halves, hn::Set(hn::Repartition<std::uint32_t, decltype(halves)>(), both)));
        return {hn::DupEven(numbers), hn::DupOdd(numbers)};
    }

    HWY_INLINE Vector low(hn::Vec<Integers> bytes) const
    {
        return lookedUp(bytes);
    }
    HWY_INLINE Vector high(hn::Vec<Integers> bytes) const
    {
        return lookedUp(hn::ShiftRight<4>(bytes));
    }

private:
    HWY_INLINE NibbleValues(Vector factor, Vector offset)
        : m_table(hn::MulAdd(factor, hn::Iota(floats, 0), offset))
    {
    }

    /// The instruction looks at the lowest four bits only.
    HWY_INLINE Vector lookedUp(hn::Vec<Integers> q) const
    {
        return hn::TableLookupLanes(m_table, hn::Indices512<float>{q.raw});
    }

    Vector m_table;
#else
    HWY_INLINE NibbleValues(float factor, float offset)
        : m_factor(factor)
        , m_offset(offset)
    {
    }

    static HWY_INLINE NibbleValues ofHalves(const Byte *from)
    {
        return {halfAt(from), halfAt(from + 2)};
    }

    HWY_INLINE Vector low(hn::Vec<Integers> bytes) const
    {
        return scaled(lowNibbles(bytes));
    }
    HWY_INLINE Vector high(hn::Vec<Integers> bytes) const
    {
        return scaled(hn::ShiftRight<4>(bytes));
    }

private:
    HWY_INLINE Vector scaled(hn::Vec<Integers> q) const
    {
        return hn::MulAdd(hn::Set(floats, m_factor), numbers(q), hn::Set(floats, m_offset));
    }

    float m_factor;
    float m_offset;
#endif

public:
    /// Numbers [k, ...) of 32 whose low nibbles are the first half: what lies in the nibbles at @p from.
    HWY_INLINE Vector at(const Byte *from, std::size_t k) const
    {
        return k < 16 ? low(integersAt(from + k)) : high(integersAt(from + k - 16));
    }
};

struct Q4_0
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 18;

    struct Scales
    {
        float d;
    };

    static HWY_INLINE Scales scales(const Byte *block) { return {halfAt(block)}; }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const auto q = hn::Sub(nibblesAt(block + 2, k), hn::Set(Integers(), 8));
        return hn::Mul(hn::Set(floats, scales.d), numbers(q)); // a negative scale makes a zero negative, as it does there
    }
};

struct Q4_1
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 20;

    using Scales = NibbleValues;

    static HWY_INLINE Scales scales(const Byte *block) { return NibbleValues::ofHalves(block); }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k) { return scales.at(block + 4, k); }
};

/// Each of the 32 bits at @p bits, as bit 4 of a byte.
HWY_INLINE void fifthBits(const Byte *bits, Byte *HWY_RESTRICT out)
{
    for (int i = 0; i < 32; ++i)
        out[i] = static_cast<Byte>(((bits[i / 8] >> (i % 8)) & 1) << 4);
}

struct Q5_0
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 22;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        Byte high[32];
        fifthBits(block + 2, high);
        for (int i = 0; i < 16; ++i) {
            out[i] = d * static_cast<float>(((block[6 + i] & 15) | high[i]) - 16);
            out[i + 16] = d * static_cast<float>(((block[6 + i] >> 4) | high[i + 16]) - 16);
        }
    }
};

struct Q5_1
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 24;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        const float m = halfAt(block + 2);
        Byte high[32];
        fifthBits(block + 4, high);
        for (int i = 0; i < 16; ++i) {
            out[i] = d * static_cast<float>((block[8 + i] & 15) | high[i]) + m;
            out[i + 16] = d * static_cast<float>((block[8 + i] >> 4) | high[i + 16]) + m;
        }
    }
};

struct Q8_0
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 34;

    struct Scales
    {
        float d;
    };

    static HWY_INLINE Scales scales(const Byte *block) { return {halfAt(block)}; }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const auto q = integersAt(reinterpret_cast<const std::int8_t *>(block) + 2 + k);
        return hn::Mul(hn::Set(floats, scales.d), numbers(q));
    }
};

struct Q2_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 84;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const Byte *const scales = block;
        const float d = halfAt(block + 80);
        const float dmin = halfAt(block + 82);
        for (int run = 0; run < 16; ++run) { // of 16 numbers
            const float scale = d * static_cast<float>(scales[run] & 15);
            const float least = dmin * static_cast<float>(scales[run] >> 4);
            const Byte *const q = block + 16 + run / 8 * 32 + run % 2 * 16;
            const int shift = run % 8 / 2 * 2;
            for (int i = 0; i < 16; ++i)
                out[run * 16 + i] = scale * static_cast<float>((q[i] >> shift) & 3) - least;
        }
    }
};

struct Q3_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 110;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const Byte *const high = block;
        const Byte *const packed = block + 96; // 16 scales of 6 bits
        const float d = halfAt(block + 108);
        for (int run = 0; run < 16; ++run) {
            const int low4 = run < 8 ? packed[run] & 15 : packed[run - 8] >> 4;
            const int high2 = (packed[8 + run % 4] >> (run / 4 * 2)) & 3;
            const float scale = d * static_cast<float>((low4 | (high2 << 4)) - 32);
            const Byte *const q = block + 32 + run / 8 * 32 + run % 2 * 16;
            const int shift = run % 8 / 2 * 2;
            const int bit = run / 2;
            for (int i = 0; i < 16; ++i) {
                const int missing = ((high[run % 2 * 16 + i] >> bit) & 1) ^ 1;
                out[run * 16 + i] = scale * static_cast<float>(((q[i] >> shift) & 3) - 4 * missing);
            }
        }
    }
};

/// Of the eight groups of a Q4_K or Q5_K.
struct GroupScales
{
    float numbers[16]; ///< eight factors, eight minima

    HWY_INLINE float factor(std::size_t group) const { return numbers[group]; }
    HWY_INLINE float least(std::size_t group) const { return numbers[8 + group]; }
};

/// Scales and minima have 6 bits each: of the first four groups in a byte of their own, of the others in four bits and two that those bytes
/// have left.
HWY_INLINE GroupScales groupScales(const Byte *block)
{
    constexpr std::uint32_t nibbles = 0x0f0f0f0f;
    constexpr std::uint32_t pairs = 0x30303030;
    constexpr std::uint32_t sixes = 0x3f3f3f3f;
    std::uint32_t packed[3];
    std::memcpy(packed, block + 4, sizeof packed);
    const std::uint32_t unpacked[4] = {packed[0] & sixes, (packed[2] & nibbles) | ((packed[0] >> 2) & pairs), packed[1] & sixes,
        ((packed[2] >> 4) & nibbles) | ((packed[1] >> 2) & pairs)}; // eight scales, eight minima, a byte each
    Byte each[sizeof unpacked];
    std::memcpy(each, unpacked, sizeof unpacked);

    GroupScales result;
    const std::size_t lanes = hn::Lanes(floats);
    const Vector d = hn::Set(floats, halfAt(block));
    const Vector dmin = hn::Set(floats, halfAt(block + 2));
    HWY_UNROLL(4)
    for (std::size_t k = 0; k < 16; k += lanes) {
        const Vector factor = lanes > 8 ? hn::IfThenElse(hn::FirstN(floats, 8), d, dmin) : k < 8 ? d : dmin;
        hn::StoreU(hn::Mul(factor, hn::ConvertTo(floats, integersAt(each + k))), floats, result.numbers + k);
    }
    return result;
}

/// factor * q - least of group @p group. The product is exact, so that it does not matter whether it is rounded.
HWY_INLINE Vector scaled(const GroupScales &scales, std::size_t group, hn::Vec<Integers> q)
{
    return hn::MulSub(hn::Set(floats, scales.factor(group)), numbers(q), hn::Set(floats, scales.least(group)));
}

struct Q4_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 144;
    using Scales = GroupScales;

    static HWY_INLINE Scales scales(const Byte *block) { return groupScales(block); }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const std::size_t group = k / 32;
        const auto two = integersAt(block + 16 + group / 2 * 32 + k % 32);
        const NibbleValues values(scales.factor(group), -scales.least(group));
        return group % 2 == 0 ? values.low(two) : values.high(two);
    }
};

struct Q5_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 176;
    using Scales = GroupScales;

    static HWY_INLINE Scales scales(const Byte *block) { return groupScales(block); }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const std::size_t group = k / 32;
        const auto two = integersAt(block + 48 + group / 2 * 32 + k % 32);
        const auto low = group % 2 == 0 ? lowNibbles(two) : hn::ShiftRight<4>(two);
        const auto bits = hn::ShiftRightSame(integersAt(block + 16 + k % 32), static_cast<int>(group));
        const auto fifth = hn::ShiftLeft<4>(hn::And(bits, hn::Set(Integers(), 1)));
        return scaled(scales, group, hn::Or(low, fifth));
    }
};

struct Q6_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 210;

    struct Scales
    {
        float factors[16]; ///< of runs of 16 numbers
    };

    static HWY_INLINE Scales scales(const Byte *block)
    {
        const float d = halfAt(block + 208);
        Scales result;
        for (int run = 0; run < 16; ++run)
            result.factors[run] = d * static_cast<float>(static_cast<std::int8_t>(block[192 + run]));
        return result;
    }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const std::size_t half = k / 128;
        const std::size_t quarter = k % 128 / 32;
        const auto two = integersAt(block + half * 64 + quarter % 2 * 32 + k % 32);
        const auto low = quarter < 2 ? lowNibbles(two) : hn::ShiftRight<4>(two);
        const auto bits = hn::ShiftRightSame(integersAt(block + 128 + half * 32 + k % 32), static_cast<int>(2 * quarter));
        const auto high = hn::ShiftLeft<4>(hn::And(bits, hn::Set(Integers(), 3)));
        return hn::Mul(hn::Set(floats, scales.factors[k / 16]), numbers(hn::Sub(hn::Or(low, high), hn::Set(Integers(), 32))));
    }
};

constexpr float iq4Values[16]
    = {-127.0F, -104.0F, -83.0F, -65.0F, -49.0F, -35.0F, -22.0F, -10.0F, 1.0F, 13.0F, 25.0F, 38.0F, 53.0F, 69.0F, 89.0F, 113.0F};

struct IQ4_NL
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 18;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        for (int i = 0; i < 16; ++i) {
            out[i] = d * iq4Values[block[2 + i] & 15];
            out[i + 16] = d * iq4Values[block[2 + i] >> 4];
        }
    }
};

struct IQ4_XS
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 136;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        const int highScales = block[2] | (block[3] << 8);
        for (int group = 0; group < 8; ++group) {
            const int low4 = (block[4 + group / 2] >> (group % 2 * 4)) & 15;
            const int high2 = (highScales >> (group * 2)) & 3;
            const float scale = d * static_cast<float>((low4 | (high2 << 4)) - 32);
            const Byte *const q = block + 8 + group * 16;
            for (int i = 0; i < 16; ++i) {
                out[group * 32 + i] = scale * iq4Values[q[i] & 15];
                out[group * 32 + 16 + i] = scale * iq4Values[q[i] >> 4];
            }
        }
    }
};

struct MXFP4
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 17;
    /// Doubled, as ggml has them; the scale is halved for it.
    static constexpr float values[16]
        = {0.0F, 1.0F, 2.0F, 3.0F, 4.0F, 6.0F, 8.0F, 12.0F, 0.0F, -1.0F, -2.0F, -3.0F, -4.0F, -6.0F, -8.0F, -12.0F};

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        // 2^(e - 128); below 2^-126 the float is denormal.
        const std::uint32_t bits = block[0] < 2 ? 0x00200000U << block[0] : (static_cast<std::uint32_t>(block[0]) - 1) << 23;
        float scale = 0;
        std::memcpy(&scale, &bits, sizeof scale);
        for (int i = 0; i < 16; ++i) {
            out[i] = scale * values[block[1 + i] & 15];
            out[i + 16] = scale * values[block[1 + i] >> 4];
        }
    }
};

/// E4M3 (arXiv 2209.05433) behind a scale in float32.
struct F8_SCALED
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 36;

    struct Scales
    {
        float d;
    };

    static HWY_INLINE Scales scales(const Byte *block)
    {
        Scales result;
        std::memcpy(&result.d, block, sizeof result.d);
        return result;
    }

    static HWY_INLINE Vector part(const Byte *block, const Scales &scales, std::size_t k)
    {
        const auto byte = integersAt(block + 4 + k);
        const auto sign = hn::ShiftLeft<24>(hn::And(byte, hn::Set(Integers(), 0x80)));
        const auto rest = hn::ShiftLeft<20>(hn::And(byte, hn::Set(Integers(), 0x7f)));
        const Vector number = hn::Mul(hn::BitCast(floats, rest), hn::Set(floats, 0x1p120F)); // the exponent's bias is 7, not 127
        return hn::Mul(hn::Set(floats, scales.d), hn::Or(number, hn::BitCast(floats, sign)));
    }
};

template <typename Format>
concept GivesParts = requires
{
    typename Format::Scales;
};

/// All numbers of a block.
template <typename Format>
HWY_INLINE void widenBlock(const Byte *block, float *HWY_RESTRICT out)
{
    if constexpr (GivesParts<Format>) {
        const auto scales = Format::scales(block);
        HWY_UNROLL(16)
        for (std::size_t k = 0; k < Format::size; k += hn::Lanes(floats))
            hn::StoreU(Format::part(block, scales, k), floats, out + k);
    } else {
        Format::widen(block, out);
    }
}

/// Calls @p function with the format of @p type, which is packed.
template <typename Function>
HWY_INLINE void withFormat(WeightType type, Function function)
{
    switch (type) {
    case WeightType::Q4_0:
        return function(Q4_0());
    case WeightType::Q4_1:
        return function(Q4_1());
    case WeightType::Q5_0:
        return function(Q5_0());
    case WeightType::Q5_1:
        return function(Q5_1());
    case WeightType::Q8_0:
        return function(Q8_0());
    case WeightType::Q2_K:
        return function(Q2_K());
    case WeightType::Q3_K:
        return function(Q3_K());
    case WeightType::Q4_K:
        return function(Q4_K());
    case WeightType::Q5_K:
        return function(Q5_K());
    case WeightType::Q6_K:
        return function(Q6_K());
    case WeightType::IQ4_NL:
        return function(IQ4_NL());
    case WeightType::IQ4_XS:
        return function(IQ4_XS());
    case WeightType::MXFP4:
        return function(MXFP4());
    case WeightType::F8_SCALED:
        return function(F8_SCALED());
    case WeightType::F32:
    case WeightType::F16:
    case WeightType::BF16:
        return;
    }
}

/// Numbers [first, first + n) of a row that begins at @p row.
template <typename Format>
HWY_INLINE void widenBlocks(const Byte *row, std::size_t first, std::size_t n, float *out)
{
    const std::size_t end = first + n;
    for (std::size_t block = first / Format::size; block * Format::size < end; ++block) {
        const std::size_t begin = block * Format::size;
        if (begin >= first && begin + Format::size <= end) {
            widenBlock<Format>(row + block * Format::bytes, out + (begin - first));
            continue;
        }
        float whole[Format::size];
        widenBlock<Format>(row + block * Format::bytes, whole);
        const std::size_t from = begin > first ? begin : first;
        const std::size_t to = begin + Format::size < end ? begin + Format::size : end;
        std::memcpy(out + (from - first), whole + (from - begin), (to - from) * sizeof(float));
    }
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
