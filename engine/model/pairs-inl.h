// SPDX-License-Identifier: GPL-3.0-or-later
// How two numbers of bf16 in the place of one float are multiplied. Included once for each instruction set, behind foreach_target.h.
#if defined(NEEDLESCOPE_PAIRS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef NEEDLESCOPE_PAIRS_INL_H
#undef NEEDLESCOPE_PAIRS_INL_H
#else
#define NEEDLESCOPE_PAIRS_INL_H
#endif

#include "model/kernels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace needlescope::kernels::HWY_NAMESPACE {

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
constexpr bool mayMultiplyPairs = true;
#else
constexpr bool mayMultiplyPairs = false;
#endif

/// sum + x * w, for numbers of float32.
struct Singles
{
    static HWY_INLINE Vector add(Vector x, Vector w, Vector sum) { return hn::MulAdd(x, w, sum); }
};

/// sum + the products of both numbers in each place, widened.
struct WidenedPairs
{
    static HWY_INLINE Vector add(Vector x, Vector w, Vector sum)
    {
        return hn::MulAdd(second(x), second(w), hn::MulAdd(first(x), first(w), sum));
    }

private:
    static HWY_INLINE Vector first(Vector pairs)
    {
        return hn::BitCast(floats, hn::ShiftLeft<16>(hn::BitCast(hn::RebindToUnsigned<Floats>(), pairs)));
    }

    static HWY_INLINE Vector second(Vector pairs)
    {
        const hn::RebindToUnsigned<Floats> bits;
        return hn::BitCast(floats, hn::And(hn::BitCast(bits, pairs), hn::Set(bits, 0xffff0000U)));
    }
};

/// The same by AVX-512 BF16, which Debian's Highway has no name for. Written for the assembler, because a function for these instructions
/// could not become part of one that is compiled for the target without them.
struct NativePairs
{
    static HWY_INLINE Vector add(Vector x, Vector w, Vector sum)
    {
#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3
        __asm__("vdpbf16ps %2, %1, %0" : "+v"(sum.raw) : "v"(x.raw), "v"(w.raw)); // NOLINT(hicpp-no-assembler)
        return sum;
#else
        return WidenedPairs::add(x, w, sum);
#endif
    }
};

/// Calls @p function with what multiplies pairs fastest on this processor.
template <typename Function>
HWY_INLINE void withPairs(Function function)
{
    if (mayMultiplyPairs && multipliesPairs())
        function(NativePairs());
    else
        function(WidenedPairs());
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
