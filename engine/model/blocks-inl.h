// SPDX-License-Identifier: GPL-3.0-or-later
// llama.cpp's blocks of packed weights, each widened to float32 (ggml/src/ggml-quants.c, gguf-py/gguf/quants.py). Products of a scale and a
// packed number are exact in float32 but in Q3_K, Q6_K and IQ4_XS, where they are rounded once as there. Plain loops: the compiler makes
// vectors of them, for each instruction set.
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

struct Q4_0
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 18;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        for (int i = 0; i < 16; ++i) {
            out[i] = d * static_cast<float>((block[2 + i] & 15) - 8);
            out[i + 16] = d * static_cast<float>((block[2 + i] >> 4) - 8);
        }
    }
};

struct Q4_1
{
    static constexpr std::size_t size = smallBlock;
    static constexpr std::size_t bytes = 20;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        const float m = halfAt(block + 2);
        for (int i = 0; i < 16; ++i) {
            out[i] = d * static_cast<float>(block[4 + i] & 15) + m;
            out[i + 16] = d * static_cast<float>(block[4 + i] >> 4) + m;
        }
    }
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

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        for (int i = 0; i < 32; ++i)
            out[i] = d * static_cast<float>(static_cast<std::int8_t>(block[2 + i]));
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

/// Scale and minimum of group @p j of a Q4_K or Q5_K, 6 bits each.
HWY_INLINE void scaleAndMinimum(const Byte *packed, int j, int &scale, int &minimum)
{
    if (j < 4) {
        scale = packed[j] & 63;
        minimum = packed[j + 4] & 63;
    } else {
        scale = (packed[j + 4] & 15) | ((packed[j - 4] >> 6) << 4);
        minimum = (packed[j + 4] >> 4) | ((packed[j] >> 6) << 4);
    }
}

struct Q4_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 144;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        const float dmin = halfAt(block + 2);
        for (int group = 0; group < 8; group += 2) {
            int scales[2];
            int minima[2];
            scaleAndMinimum(block + 4, group, scales[0], minima[0]);
            scaleAndMinimum(block + 4, group + 1, scales[1], minima[1]);
            const float low = d * static_cast<float>(scales[0]);
            const float lowLeast = dmin * static_cast<float>(minima[0]);
            const float high = d * static_cast<float>(scales[1]);
            const float highLeast = dmin * static_cast<float>(minima[1]);
            const Byte *const q = block + 16 + group * 16;
            for (int i = 0; i < 32; ++i) {
                out[group * 32 + i] = low * static_cast<float>(q[i] & 15) - lowLeast;
                out[group * 32 + 32 + i] = high * static_cast<float>(q[i] >> 4) - highLeast;
            }
        }
    }
};

struct Q5_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 176;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block);
        const float dmin = halfAt(block + 2);
        const Byte *const fifth = block + 16;
        for (int group = 0; group < 8; ++group) {
            int scale = 0;
            int minimum = 0;
            scaleAndMinimum(block + 4, group, scale, minimum);
            const float factor = d * static_cast<float>(scale);
            const float least = dmin * static_cast<float>(minimum);
            const Byte *const q = block + 48 + group / 2 * 32;
            const int shift = group % 2 * 4;
            for (int i = 0; i < 32; ++i)
                out[group * 32 + i] = factor * static_cast<float>(((q[i] >> shift) & 15) | (((fifth[i] >> group) & 1) << 4)) - least;
        }
    }
};

struct Q6_K
{
    static constexpr std::size_t size = superBlock;
    static constexpr std::size_t bytes = 210;

    static HWY_INLINE void widen(const Byte *block, float *HWY_RESTRICT out)
    {
        const float d = halfAt(block + 208);
        for (int run = 0; run < 16; ++run) {
            const float scale = d * static_cast<float>(static_cast<std::int8_t>(block[192 + run]));
            const int half = run / 8;
            const int quarter = run % 8 / 2; // of the half: 32 numbers
            const int offset = run % 2 * 16;
            const Byte *const low = block + half * 64 + quarter % 2 * 32 + offset;
            const Byte *const high = block + 128 + half * 32 + offset;
            const int lowShift = quarter / 2 * 4;
            const int highShift = quarter * 2;
            for (int i = 0; i < 16; ++i)
                out[run * 16 + i] = scale * static_cast<float>((((low[i] >> lowShift) & 15) | (((high[i] >> highShift) & 3) << 4)) - 32);
        }
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
            Format::widen(row + block * Format::bytes, out + (begin - first));
            continue;
        }
        float whole[Format::size];
        Format::widen(row + block * Format::bytes, whole);
        const std::size_t from = begin > first ? begin : first;
        const std::size_t to = begin + Format::size < end ? begin + Format::size : end;
        std::memcpy(out + (from - first), whole + (from - begin), (to - from) * sizeof(float));
    }
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
