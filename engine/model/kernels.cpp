// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/kernels.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "model/kernels.cpp"
#include <hwy/foreach_target.h>

#include "model/blocks-inl.h"
#include "model/pairs-inl.h"

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace needlescope::kernels::HWY_NAMESPACE {
constexpr std::size_t cacheLine = 64;
constexpr std::size_t prefetchedLines = 16; ///< so far ahead of a stream

/// sums(r, o) += x(r, k) * w(o, k), one vector of k. Unrolled, so that the sums stay in registers.
template <typename Multiplied, int R, int O, typename Load, typename T>
HWY_INLINE void multiplyAdd(Load loadNumbers, const float *x, std::size_t xStride, const T *w, std::size_t wStride, Vector (&sums)[R][O])
{
    Vector wk[O];
    HWY_UNROLL(8)
    for (int o = 0; o < O; ++o)
        wk[o] = loadNumbers(w + static_cast<std::size_t>(o) * wStride);
    HWY_UNROLL(8)
    for (int r = 0; r < R; ++r) {
        const Vector xk = loadNumbers(x + static_cast<std::size_t>(r) * xStride);
        HWY_UNROLL(8)
        for (int o = 0; o < O; ++o)
            sums[r][o] = Multiplied::add(xk, wk[o], sums[r][o]);
    }
}

/// Brings what follows in each stream into the first-level cache: a file's weights lie across cache lines, and a load that does not find
/// them there waits for two.
template <int O, typename T>
HWY_INLINE void prefetch(const T *w, std::size_t wStride)
{
    HWY_UNROLL(8)
    for (int o = 0; o < O; ++o)
        __builtin_prefetch(w + static_cast<std::size_t>(o) * wStride + prefetchedLines * (cacheLine / sizeof(T)), 0, 3);
}

/// R rows of x times O rows of w, which lie @p apart rows from each other.
template <typename Multiplied, int R, int O, typename T>
HWY_INLINE void dotTile(
    const float *x, std::size_t xStride, const T *w, std::size_t size, std::size_t apart, float *out, std::size_t outStride)
{
    const std::size_t lanes = hn::Lanes(floats);
    const std::size_t wStride = apart * size;
    Vector sums[R][O];
    for (auto &row : sums) {
        for (Vector &s : row)
            s = hn::Zero(floats);
    }
    std::size_t k = 0;
    for (; k + lanes <= size; k += lanes) {
        if (k % (cacheLine / sizeof(T)) == 0)
            prefetch<O>(w + k, wStride);
        multiplyAdd<Multiplied, R, O>([](const auto *from) HWY_ATTR { return load(from); }, x + k, xStride, w + k, wStride, sums);
    }
    if (k < size)
        multiplyAdd<Multiplied, R, O>(
            [n = size - k](const auto *from) HWY_ATTR { return loadLast(from, n); }, x + k, xStride, w + k, wStride, sums);
    for (int r = 0; r < R; ++r) {
        float row[4];
        if constexpr (O == 4)
            sumsOfFour(sums[r], row);
        else
            sumsOfFour({sums[r][0], sums[r][0], sums[r][0], sums[r][0]}, row);
        for (int o = 0; o < O; ++o)
            out[static_cast<std::size_t>(r) * outStride + static_cast<std::size_t>(o) * apart] = row[o];
    }
}

template <typename Multiplied, int O, typename T>
void dotColumns(const float *x, std::size_t nRows, std::size_t xStride, const T *w, std::size_t size, std::size_t apart, float *out,
    std::size_t outStride)
{
    std::size_t r = 0;
    for (; r + 4 <= nRows; r += 4)
        dotTile<Multiplied, 4, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
    for (; r < nRows; ++r)
        dotTile<Multiplied, 1, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
}

/// Goes over the columns in streams that lie far apart: memory follows them faster than one stream, and than rows that lie side by side.
template <typename Multiplied, typename T>
void dotRowsOf(const float *x, std::size_t nRows, std::size_t xStride, const T *w, std::size_t size, std::size_t begin, std::size_t end,
    float *out, std::size_t outStride)
{
    constexpr std::size_t nStreams = 4;
    const std::size_t ofStream = (end - begin) / nStreams;
    for (std::size_t o = begin; o < begin + ofStream; ++o)
        dotColumns<Multiplied, nStreams>(x, nRows, xStride, w + o * size, size, ofStream, out + o, outStride);
    for (std::size_t o = begin + nStreams * ofStream; o < end; ++o)
        dotColumns<Multiplied, 1>(x, nRows, xStride, w + o * size, size, 0, out + o, outStride);
}

/// Blocks so small are as quickly widened again for every four rows as stored and loaded.
constexpr std::size_t cheapBlock = 32;
/// Rows for which it is worth it with larger ones, too.
constexpr std::size_t fewRows = 8;

/// Packed numbers of a row that are widened before they are multiplied with all rows of x.
constexpr std::size_t packedDepth = 512;
constexpr std::size_t mostPackedRows = 256;

/// Rows [0, R) of x times O rows of widened numbers, added to what is in @p sums, (R, O) vectors.
template <int R, int O>
HWY_INLINE void addWidened(const float *x, std::size_t xStride, const float *w, std::size_t n, float *sums)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector s[R][O];
    for (int i = 0; i < R * O; ++i)
        s[i / O][i % O] = load(sums + static_cast<std::size_t>(i) * lanes);
    for (std::size_t k = 0; k < n; k += lanes)
        multiplyAdd<Singles, R, O>([](const auto *from) HWY_ATTR { return load(from); }, x + k, xStride, w + k, packedDepth, s);
    for (int i = 0; i < R * O; ++i)
        hn::StoreU(s[i / O][i % O], floats, sums + static_cast<std::size_t>(i) * lanes);
}

/// R rows of x times O rows of packed weights, which are widened in registers. The same sums as those of dotPackedColumns.
template <typename Format, int R, int O>
HWY_INLINE void dotPackedColumnsOfFew(
    const float *x, std::size_t xStride, const Byte *w, std::size_t size, std::size_t apart, float *out, std::size_t outStride)
{
    const std::size_t lanes = hn::Lanes(floats);
    const std::size_t wStride = apart * (size / Format::size * Format::bytes);
    Vector sums[R][O];
    for (auto &row : sums) {
        for (Vector &s : row)
            s = hn::Zero(floats);
    }
    for (std::size_t block = 0; block < size / Format::size; ++block, w += Format::bytes, x += Format::size) {
        typename Format::Scales scales[O];
        HWY_UNROLL(4)
        for (std::size_t o = 0; o < O; ++o) {
            scales[o] = Format::scales(w + o * wStride);
            for (std::size_t line = 0; line < Format::bytes; line += cacheLine)
                __builtin_prefetch(w + o * wStride + line + prefetchedLines * cacheLine, 0, 3);
        }
        HWY_UNROLL(16)
        for (std::size_t k = 0; k < Format::size; k += lanes) {
            Vector xk[R];
            HWY_UNROLL(4)
            for (std::size_t r = 0; r < R; ++r)
                xk[r] = load(x + r * xStride + k);
            HWY_UNROLL(4)
            for (std::size_t o = 0; o < O; ++o) {
                const Vector wk = Format::part(w + o * wStride, scales[o], k);
                HWY_UNROLL(4)
                for (std::size_t r = 0; r < R; ++r)
                    sums[r][o] = hn::MulAdd(xk[r], wk, sums[r][o]);
            }
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t o = 0; o < O; ++o)
            out[r * outStride + o * apart] = sum(sums[r][o]);
    }
}

/// The same of any number of rows, four at a time.
template <typename Format, int O>
void dotPackedColumnsByFew(const float *x, std::size_t nRows, std::size_t xStride, const Byte *w, std::size_t size, std::size_t apart,
    float *out, std::size_t outStride)
{
    std::size_t r = 0;
    for (; r + 4 <= nRows; r += 4)
        dotPackedColumnsOfFew<Format, 4, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
    switch (nRows - r) {
    case 3:
        return dotPackedColumnsOfFew<Format, 3, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
    case 2:
        return dotPackedColumnsOfFew<Format, 2, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
    case 1:
        return dotPackedColumnsOfFew<Format, 1, O>(x + r * xStride, xStride, w, size, apart, out + r * outStride, outStride);
    default:
        return;
    }
}

/// O rows of packed weights, @p apart rows from each other. A sum goes over the numbers in their order, whatever rows there are.
template <typename Format, int O>
void dotPackedColumns(const float *x, std::size_t nRows, std::size_t xStride, const Byte *w, std::size_t size, std::size_t apart,
    float *out, std::size_t outStride)
{
    if constexpr (GivesParts<Format>) {
        if (Format::size <= cheapBlock || nRows <= fewRows)
            return dotPackedColumnsByFew<Format, O>(x, nRows, xStride, w, size, apart, out, outStride);
    }
    const std::size_t lanes = hn::Lanes(floats);
    const std::size_t wStride = apart * (size / Format::size * Format::bytes);
    HWY_ALIGN float widened[O * packedDepth];
    HWY_ALIGN float sums[mostPackedRows * O * (HWY_MAX_BYTES / sizeof(float))];
    std::memset(sums, 0, nRows * O * lanes * sizeof(float));
    for (std::size_t first = 0; first < size; first += packedDepth) {
        const std::size_t n = first + packedDepth < size ? packedDepth : size - first;
        for (std::size_t o = 0; o < O; ++o) {
            const Byte *const from = w + o * wStride + first / Format::size * Format::bytes;
            for (std::size_t block = 0; block < n / Format::size; ++block) {
                __builtin_prefetch(from + block * Format::bytes + prefetchedLines * cacheLine, 0, 3);
                widenBlock<Format>(from + block * Format::bytes, widened + o * packedDepth + block * Format::size);
            }
        }
        std::size_t r = 0;
        for (; r + 4 <= nRows; r += 4)
            addWidened<4, O>(x + r * xStride + first, xStride, widened, n, sums + r * O * lanes);
        for (; r < nRows; ++r)
            addWidened<1, O>(x + r * xStride + first, xStride, widened, n, sums + r * O * lanes);
    }
    for (std::size_t r = 0; r < nRows; ++r) {
        for (std::size_t o = 0; o < O; ++o)
            out[r * outStride + o * apart] = sum(load(sums + (r * O + o) * lanes));
    }
}

template <typename Format>
void dotPackedRows(const float *x, std::size_t nRows, std::size_t xStride, const WeightRows &w, std::size_t begin, std::size_t end,
    float *out, std::size_t outStride)
{
    constexpr std::size_t nStreams = 4;
    const std::size_t bytes = w.size / Format::size * Format::bytes;
    const auto *const numbers = static_cast<const Byte *>(w.data);
    for (std::size_t row = 0; row < nRows; row += mostPackedRows) {
        const std::size_t n = nRows - row < mostPackedRows ? nRows - row : mostPackedRows;
        const float *const mine = x + row * xStride;
        float *const to = out + row * outStride;
        const std::size_t ofStream = (end - begin) / nStreams;
        for (std::size_t o = begin; o < begin + ofStream; ++o)
            dotPackedColumns<Format, nStreams>(mine, n, xStride, numbers + o * bytes, w.size, ofStream, to + o, outStride);
        for (std::size_t o = begin + nStreams * ofStream; o < end; ++o)
            dotPackedColumns<Format, 1>(mine, n, xStride, numbers + o * bytes, w.size, 0, to + o, outStride);
    }
}

void DotRows(const float *x, std::size_t nRows, std::size_t xStride, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride)
{
    if (isPacked(w.type))
        return withFormat(w.type, [&](auto format) { dotPackedRows<decltype(format)>(x, nRows, xStride, w, begin, end, out, outStride); });
    withType(w, [&](const auto *numbers) { dotRowsOf<Singles>(x, nRows, xStride, numbers, w.size, begin, end, out, outStride); });
}

void RoundToPairs(const float *x, std::size_t size, float *pairs)
{
    const hn::RebindToUnsigned<Floats> bits;
    const hn::Rebind<std::int32_t, Floats> numbers;
    const hn::Rebind<std::uint16_t, Floats> halves;
    const auto rounded = [&](Vector v) HWY_ATTR { // to the nearest, of two as near to the even one; what is no number stays none
        const auto b = hn::BitCast(bits, v);
        const auto even = hn::And(hn::ShiftRight<16>(b), hn::Set(bits, 1));
        const auto nearest = hn::Add(b, hn::Add(even, hn::Set(bits, 0x7fff)));
        const auto quiet = hn::Or(b, hn::Set(bits, 0x00400000));
        const auto chosen = hn::IfThenElse(hn::RebindMask(bits, hn::IsNaN(v)), quiet, nearest);
        return hn::DemoteTo(halves, hn::BitCast(numbers, hn::ShiftRight<16>(chosen)));
    };
    const std::size_t lanes = hn::Lanes(floats);
    auto *const to = reinterpret_cast<std::uint16_t *>(pairs);
    std::size_t i = 0;
    for (; i + lanes <= size; i += lanes)
        hn::StoreU(rounded(load(x + i)), halves, to + i);
    if (i < size) {
        std::uint16_t last[HWY_MAX_BYTES / sizeof(float)];
        hn::StoreU(rounded(loadLast(x + i, size - i)), halves, last);
        std::memcpy(to + i, last, (size - i) * sizeof(std::uint16_t));
    }
}

void DotPairs(const float *pairs, std::size_t nRows, std::size_t stride, const WeightRows &w, std::size_t begin, std::size_t end,
    float *out, std::size_t outStride)
{
    withPairs([&](auto multiplied) HWY_ATTR {
        dotRowsOf<decltype(multiplied)>(pairs, nRows, stride, static_cast<const float *>(w.data), w.size / 2, begin, end, out, outStride);
    });
}

/// V vectors of each of R rows of out.
template <int R, int V>
HWY_INLINE void addTile(const float *weights, std::size_t weightStride, const float *values, std::size_t nValues, std::size_t size,
    float *out, std::size_t outStride)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector sums[R][V];
    for (int r = 0; r < R; ++r) {
        for (int v = 0; v < V; ++v)
            sums[r][v] = load(out + static_cast<std::size_t>(r) * outStride + static_cast<std::size_t>(v) * lanes);
    }
    for (std::size_t j = 0; j < nValues; ++j) {
        Vector value[V];
        HWY_UNROLL(8)
        for (int v = 0; v < V; ++v)
            value[v] = load(values + j * size + static_cast<std::size_t>(v) * lanes);
        HWY_UNROLL(8)
        for (int r = 0; r < R; ++r) {
            const Vector weight = hn::Set(floats, weights[static_cast<std::size_t>(r) * weightStride + j]);
            HWY_UNROLL(8)
            for (int v = 0; v < V; ++v)
                sums[r][v] = hn::MulAdd(weight, value[v], sums[r][v]);
        }
    }
    for (int r = 0; r < R; ++r) {
        for (int v = 0; v < V; ++v)
            hn::StoreU(sums[r][v], floats, out + static_cast<std::size_t>(r) * outStride + static_cast<std::size_t>(v) * lanes);
    }
}

/// The numbers [first, size) of every row, fewer than a vector.
void addLast(const float *weights, std::size_t nRows, std::size_t weightStride, const float *values, std::size_t nValues, std::size_t size,
    std::size_t first, float *out, std::size_t outStride)
{
    for (std::size_t r = 0; r < nRows; ++r) {
        for (std::size_t d = first; d < size; ++d) {
            float s = out[r * outStride + d];
            for (std::size_t j = 0; j < nValues; ++j)
                s = std::fma(weights[r * weightStride + j], values[j * size + d], s);
            out[r * outStride + d] = s;
        }
    }
}

template <int V>
void addColumns(const float *weights, std::size_t nRows, std::size_t weightStride, const float *values, std::size_t nValues,
    std::size_t size, float *out, std::size_t outStride)
{
    std::size_t r = 0;
    for (; r + 4 <= nRows; r += 4)
        addTile<4, V>(weights + r * weightStride, weightStride, values, nValues, size, out + r * outStride, outStride);
    for (; r < nRows; ++r)
        addTile<1, V>(weights + r * weightStride, weightStride, values, nValues, size, out + r * outStride, outStride);
}

void AddWeighted(const float *weights, std::size_t nRows, std::size_t weightStride, const float *values, std::size_t nValues,
    std::size_t size, float *out, std::size_t outStride)
{
    constexpr std::size_t valueBytes = 1 << 14; // half of the first-level cache: all rows take these values from there
    const std::size_t lanes = hn::Lanes(floats);
    const std::size_t most = std::max<std::size_t>(1, valueBytes / (size * sizeof(float)));
    for (std::size_t first = 0; first < nValues; first += most, weights += most, values += most * size) {
        const std::size_t n = std::min(most, nValues - first);
        std::size_t d = 0;
        for (; d + 4 * lanes <= size; d += 4 * lanes)
            addColumns<4>(weights, nRows, weightStride, values + d, n, size, out + d, outStride);
        for (; d + lanes <= size; d += lanes)
            addColumns<1>(weights, nRows, weightStride, values + d, n, size, out + d, outStride);
        if (d < size)
            addLast(weights, nRows, weightStride, values, n, size, d, out, outStride);
    }
}

void Widen(const WeightRows &w, std::size_t begin, std::size_t end, float *out)
{
    const std::size_t lanes = hn::Lanes(floats);
    if (isPacked(w.type))
        return withFormat(w.type, [&](auto format) {
            using Format = decltype(format);
            const auto *const blocks = static_cast<const Byte *>(w.data) + begin / Format::size * Format::bytes;
            widenBlocks<Format>(blocks, 0, end - begin, out);
        });
    withType(w, [&](const auto *numbers) {
        std::size_t i = begin;
        for (; i + lanes <= end; i += lanes)
            hn::StoreU(load(numbers + i), floats, out + (i - begin));
        if (i < end)
            storeLast(loadLast(numbers + i, end - i), out + (i - begin), end - i);
    });
}

float Maximum(const float *row, std::size_t n)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector best = hn::Set(floats, row[0]);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        best = hn::Max(best, load(row + i));
    float result = hn::GetLane(hn::MaxOfLanes(floats, best));
    for (; i < n; ++i)
        result = row[i] > result ? row[i] : result;
    return result;
}

float Exponentials(float *row, std::size_t n, float scale, float shift)
{
    const std::size_t lanes = hn::Lanes(floats);
    const Vector factor = hn::Set(floats, scale);
    const Vector offset = hn::Set(floats, shift);
    const auto exponential = [&](Vector v) { return hn::Exp(floats, hn::Mul(factor, hn::Sub(v, offset))); };
    Vector total = hn::Zero(floats);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Vector e = exponential(load(row + i));
        hn::StoreU(e, floats, row + i);
        total = hn::Add(total, e);
    }
    if (i < n) {
        const Vector e = hn::IfThenElseZero(hn::FirstN(floats, n - i), exponential(loadLast(row + i, n - i)));
        storeLast(e, row + i, n - i);
        total = hn::Add(total, e);
    }
    return sum(total);
}

void Multiply(float *row, std::size_t n, float factor)
{
    for (std::size_t i = 0; i < n; ++i)
        row[i] *= factor;
}

void RmsNorm(const float *x, const float *weight, std::size_t n, float epsilon, float *out)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector squares = hn::Zero(floats);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        const Vector v = load(x + i);
        squares = hn::MulAdd(v, v, squares);
    }
    if (i < n) {
        const Vector v = loadLast(x + i, n - i);
        squares = hn::MulAdd(v, v, squares);
    }
    const float factor = 1.0F / std::sqrt(sum(squares) / static_cast<float>(n) + epsilon);
    for (i = 0; i < n; ++i)
        out[i] = x[i] * factor * weight[i];
}

void LayerNorm(const float *x, const float *weight, const float *bias, std::size_t n, float epsilon, float *out)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector total = hn::Zero(floats);
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        total = hn::Add(total, load(x + i));
    float mean = sum(total);
    for (; i < n; ++i)
        mean += x[i];
    mean /= static_cast<float>(n);

    Vector squares = hn::Zero(floats);
    for (i = 0; i + lanes <= n; i += lanes) {
        const Vector v = hn::Sub(load(x + i), hn::Set(floats, mean));
        squares = hn::MulAdd(v, v, squares);
    }
    float variance = sum(squares);
    for (; i < n; ++i)
        variance += (x[i] - mean) * (x[i] - mean);
    const float factor = 1.0F / std::sqrt(variance / static_cast<float>(n) + epsilon);
    for (i = 0; i < n; ++i)
        out[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

void Softcap(float *row, std::size_t n, float scale, float cap)
{
    const std::size_t lanes = hn::Lanes(floats);
    const Vector factor = hn::Set(floats, scale / cap);
    const Vector limit = hn::Set(floats, cap);
    const auto apply = [&](Vector v) HWY_ATTR { return hn::Mul(limit, hn::Tanh(floats, hn::Mul(v, factor))); };
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        hn::StoreU(apply(load(row + i)), floats, row + i);
    if (i < n)
        storeLast(apply(loadLast(row + i, n - i)), row + i, n - i);
}

/// 1 / (1 + exp(-v)); exp is not defined above 104.
HWY_INLINE Vector sigmoid(Vector v)
{
    const Vector one = hn::Set(floats, 1.0F);
    return hn::Div(one, hn::Add(one, hn::Exp(floats, hn::Min(hn::Neg(v), hn::Set(floats, 80.0F)))));
}

HWY_INLINE Vector gelu(Vector v)
{
    const auto set = [](float number) HWY_ATTR { return hn::Set(floats, number); };
    const Vector x = hn::Mul(v, set(0.70710678F));
    const Vector size = hn::Abs(x);
    const Vector t = hn::Div(set(1), hn::MulAdd(set(0.3275911F), size, set(1)));
    Vector series = set(1.061405429F);
    for (const float coefficient : {-1.453152027F, 1.421413741F, -0.284496736F, 0.254829592F})
        series = hn::MulAdd(series, t, set(coefficient));
    const Vector erf = hn::NegMulAdd(hn::Mul(series, t), hn::Exp(floats, hn::Neg(hn::Mul(size, size))), set(1));
    return hn::Mul(hn::Mul(set(0.5F), v), hn::Add(set(1), hn::CopySign(erf, x)));
}

HWY_INLINE Vector geluTanh(Vector v)
{
    const Vector cubic = hn::MulAdd(hn::Mul(hn::Mul(v, v), v), hn::Set(floats, 0.044715F), v);
    return hn::Mul(v, sigmoid(hn::Mul(cubic, hn::Set(floats, 2 * 0.79788456F))));
}

/// Calls @p function with the activation as a function of vectors.
template <typename Function>
HWY_INLINE void withActivation(Activation activation, Function function)
{
    switch (activation) {
    case Activation::Silu:
        return function([](Vector v) HWY_ATTR { return hn::Mul(v, sigmoid(v)); });
    case Activation::Gelu:
        return function([](Vector v) HWY_ATTR { return gelu(v); });
    case Activation::GeluTanh:
        return function([](Vector v) HWY_ATTR { return geluTanh(v); });
    case Activation::Relu:
        return function([](Vector v) HWY_ATTR { return hn::Max(v, hn::Zero(floats)); });
    case Activation::ReluSquared:
        return function([](Vector v) HWY_ATTR {
            const Vector kept = hn::Max(v, hn::Zero(floats));
            return hn::Mul(kept, kept);
        });
    case Activation::Sigmoid:
        return function([](Vector v) HWY_ATTR { return sigmoid(v); });
    }
}

void Activate(Activation activation, float *x, std::size_t n)
{
    const std::size_t lanes = hn::Lanes(floats);
    withActivation(activation, [&](auto function) HWY_ATTR {
        std::size_t i = 0;
        for (; i + lanes <= n; i += lanes)
            hn::StoreU(function(load(x + i)), floats, x + i);
        if (i < n)
            storeLast(function(loadLast(x + i, n - i)), x + i, n - i);
    });
}

void ActivateTimes(Activation activation, float *gate, const float *up, std::size_t n)
{
    const std::size_t lanes = hn::Lanes(floats);
    withActivation(activation, [&](auto function) HWY_ATTR {
        std::size_t i = 0;
        for (; i + lanes <= n; i += lanes)
            hn::StoreU(hn::Mul(function(load(gate + i)), load(up + i)), floats, gate + i);
        if (i < n)
            storeLast(hn::Mul(function(loadLast(gate + i, n - i)), loadLast(up + i, n - i)), gate + i, n - i);
    });
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace needlescope::kernels {

HWY_EXPORT(DotRows);
HWY_EXPORT(RoundToPairs);
HWY_EXPORT(DotPairs);
HWY_EXPORT(AddWeighted);
HWY_EXPORT(Widen);
HWY_EXPORT(Maximum);
HWY_EXPORT(Exponentials);
HWY_EXPORT(Multiply);
HWY_EXPORT(RmsNorm);
HWY_EXPORT(LayerNorm);
HWY_EXPORT(Softcap);
HWY_EXPORT(Activate);
HWY_EXPORT(ActivateTimes);

void dotRows(const float *x, std::size_t nRows, std::size_t xStride, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride)
{
    HWY_DYNAMIC_DISPATCH(DotRows)(x, nRows, xStride, w, begin, end, out, outStride);
}

bool multipliesPairs()
{
#if HWY_ARCH_X86
    static const bool does = __builtin_cpu_supports("avx512bf16") != 0;
    return does;
#else
    return false;
#endif
}

void roundToPairs(const float *x, std::size_t size, float *pairs)
{
    HWY_DYNAMIC_DISPATCH(RoundToPairs)(x, size, pairs);
}

void dotPairs(const float *pairs, std::size_t nRows, std::size_t stride, const WeightRows &w, std::size_t begin, std::size_t end,
    float *out, std::size_t outStride)
{
    HWY_DYNAMIC_DISPATCH(DotPairs)(pairs, nRows, stride, w, begin, end, out, outStride);
}

void addWeighted(const float *weights, std::size_t nRows, std::size_t weightStride, const float *values, std::size_t nValues,
    std::size_t size, float *out, std::size_t outStride)
{
    HWY_DYNAMIC_DISPATCH(AddWeighted)(weights, nRows, weightStride, values, nValues, size, out, outStride);
}

void widen(const WeightRows &w, std::size_t begin, std::size_t end, float *out)
{
    HWY_DYNAMIC_DISPATCH(Widen)(w, begin, end, out);
}

float maximum(const float *row, std::size_t n)
{
    return HWY_DYNAMIC_DISPATCH(Maximum)(row, n);
}

float exponentials(float *row, std::size_t n, float scale, float shift)
{
    return HWY_DYNAMIC_DISPATCH(Exponentials)(row, n, scale, shift);
}

void multiply(float *row, std::size_t n, float factor)
{
    HWY_DYNAMIC_DISPATCH(Multiply)(row, n, factor);
}

void softmax(float *row, std::size_t n, float scale)
{
    multiply(row, n, 1.0F / exponentials(row, n, scale, maximum(row, n)));
}

void rmsNorm(const float *x, const float *weight, std::size_t n, float epsilon, float *out)
{
    HWY_DYNAMIC_DISPATCH(RmsNorm)(x, weight, n, epsilon, out);
}

void layerNorm(const float *x, const float *weight, const float *bias, std::size_t n, float epsilon, float *out)
{
    HWY_DYNAMIC_DISPATCH(LayerNorm)(x, weight, bias, n, epsilon, out);
}

void softcap(float *row, std::size_t n, float scale, float cap)
{
    HWY_DYNAMIC_DISPATCH(Softcap)(row, n, scale, cap);
}

void activate(Activation activation, float *x, std::size_t n)
{
    HWY_DYNAMIC_DISPATCH(Activate)(activation, x, n);
}

void activateTimes(Activation activation, float *gate, const float *up, std::size_t n)
{
    HWY_DYNAMIC_DISPATCH(ActivateTimes)(activation, gate, up, n);
}

} // namespace needlescope::kernels
#endif
