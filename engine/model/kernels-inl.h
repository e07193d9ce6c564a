// SPDX-License-Identifier: GPL-3.0-or-later
// What our sources in Highway share. Included once for each instruction set, behind foreach_target.h.
#if defined(NEEDLESCOPE_KERNELS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef NEEDLESCOPE_KERNELS_INL_H
#undef NEEDLESCOPE_KERNELS_INL_H
#else
#define NEEDLESCOPE_KERNELS_INL_H
#endif

#include "model/kernels.h"

#include <hwy/highway.h>

#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace needlescope::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;
constexpr Floats floats;

HWY_INLINE Vector load(const float *from)
{
    return hn::LoadU(floats, from);
}

template <typename T>
HWY_INLINE Vector load(const T *from)
{
    return hn::PromoteTo(floats, hn::LoadU(hn::Rebind<T, Floats>(), from));
}

/// The last n numbers, fewer than a vector, with zeros behind them.
template <typename T>
HWY_INLINE Vector loadLast(const T *from, std::size_t n)
{
    T padded[HWY_MAX_BYTES / sizeof(float)] = {};
    std::memcpy(padded, from, n * sizeof(T));
    return load(padded);
}

HWY_INLINE void storeLast(Vector value, float *to, std::size_t n)
{
    float padded[HWY_MAX_BYTES / sizeof(float)];
    hn::StoreU(value, floats, padded);
    std::memcpy(to, padded, n * sizeof(float));
}

HWY_INLINE float sum(Vector v)
{
    return hn::GetLane(hn::SumOfLanes(floats, v));
}

/// The sums of four vectors, added up in one order, in fewer steps than one after the other.
HWY_INLINE void sumsOfFour(const Vector (&vectors)[4], float *out)
{
#if HWY_TARGET == HWY_SCALAR
    for (int i = 0; i < 4; ++i)
        out[i] = hn::GetLane(vectors[i]);
#else
    const auto folded = [](Vector a, Vector b) HWY_ATTR { // of a block of four: a0 + a2, b0 + b2, a1 + a3, b1 + b3
        return hn::Add(hn::InterleaveLower(floats, a, b), hn::InterleaveUpper(floats, a, b));
    };
    const hn::RepartitionToWide<Floats> pairs;
    const auto ab = hn::BitCast(pairs, folded(vectors[0], vectors[1]));
    const auto cd = hn::BitCast(pairs, folded(vectors[2], vectors[3]));
    const Vector sums
        = hn::Add(hn::BitCast(floats, hn::InterleaveLower(pairs, ab, cd)), hn::BitCast(floats, hn::InterleaveUpper(pairs, ab, cd)));
    float blocks[HWY_MAX_BYTES / sizeof(float)];
    hn::StoreU(sums, floats, blocks);
    const hn::FixedTag<float, 4> four;
    auto total = hn::LoadU(four, blocks);
    for (std::size_t i = 4; i < hn::Lanes(floats); i += 4)
        total = hn::Add(total, hn::LoadU(four, blocks + i));
    hn::StoreU(total, four, out);
#endif
}

/// Calls @p function with the numbers of @p w, which are not packed, as a pointer to their type.
template <typename Function>
void withType(const WeightRows &w, Function function)
{
    switch (w.type) {
    case WeightType::F32:
        return function(static_cast<const float *>(w.data));
    case WeightType::F16:
        return function(static_cast<const hwy::float16_t *>(w.data));
    case WeightType::BF16:
        return function(static_cast<const hwy::bfloat16_t *>(w.data));
    default: // packed in blocks, see blocks-inl.h
        return;
    }
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
