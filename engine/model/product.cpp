// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/product.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "model/product.cpp"
#include <hwy/foreach_target.h>

#include "model/blocks-inl.h"
#include "model/pairs-inl.h"

HWY_BEFORE_NAMESPACE();
namespace needlescope::kernels::HWY_NAMESPACE {

#if HWY_TARGET <= HWY_AVX3 || HWY_TARGET == HWY_NEON
constexpr std::size_t tileColumns = 12; // 24 sums, 2 vectors of rows, 1 weight: of 32 registers
constexpr std::size_t tileVectors = 2;
#else
constexpr std::size_t tileColumns = 4; // 12 sums, 3 vectors of rows, 1 weight: of 16 registers
constexpr std::size_t tileVectors = 3;
#endif

/// Weights of a tile that are widened at once; with a panel of rows they stay in the first-level cache.
constexpr std::size_t tileDepth = 384;
/// Not a multiple of 4 kB, which would put all rows of a tile into the same places of the cache.
constexpr std::size_t tileStride = tileDepth + 16;
/// Tiles whose unfinished sums are kept.
constexpr std::size_t chunkTiles = 16;

HWY_INLINE std::size_t rowsOfPanel()
{
    return tileVectors * hn::Lanes(floats);
}

/// to(j, i) = from(i, j) for i, j < 4.
HWY_INLINE void transpose4(const float *from, std::size_t fromStride, float *to, std::size_t toStride)
{
#if HWY_TARGET == HWY_SCALAR
    for (std::size_t i = 0; i < 16; ++i)
        to[i % 4 * toStride + i / 4] = from[i / 4 * fromStride + i % 4];
#else
    const hn::FixedTag<float, 4> quads;
    const auto a = hn::LoadU(quads, from);
    const auto b = hn::LoadU(quads, from + fromStride);
    const auto c = hn::LoadU(quads, from + 2 * fromStride);
    const auto d = hn::LoadU(quads, from + 3 * fromStride);
    const auto ac0 = hn::InterleaveLower(quads, a, c); // a0 c0 a1 c1
    const auto bd0 = hn::InterleaveLower(quads, b, d);
    const auto ac2 = hn::InterleaveUpper(quads, a, c);
    const auto bd2 = hn::InterleaveUpper(quads, b, d);
    hn::StoreU(hn::InterleaveLower(quads, ac0, bd0), quads, to);
    hn::StoreU(hn::InterleaveUpper(quads, ac0, bd0), quads, to + toStride);
    hn::StoreU(hn::InterleaveLower(quads, ac2, bd2), quads, to + 2 * toStride);
    hn::StoreU(hn::InterleaveUpper(quads, ac2, bd2), quads, to + 3 * toStride);
#endif
}

/// to(j, i) = from(i, j) for i < rows, j < columns.
void transpose(const float *from, std::size_t fromStride, std::size_t rows, std::size_t columns, float *to, std::size_t toStride)
{
    std::size_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        std::size_t j = 0;
        for (; j + 4 <= columns; j += 4)
            transpose4(from + i * fromStride + j, fromStride, to + j * toStride + i, toStride);
        for (; j < columns; ++j) {
            for (std::size_t k = i; k < i + 4; ++k)
                to[j * toStride + k] = from[k * fromStride + j];
        }
    }
    for (; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j)
            to[j * toStride + i] = from[i * fromStride + j];
    }
}

std::size_t PanelRows()
{
    return rowsOfPanel();
}

std::size_t ProductColumns()
{
    return tileColumns;
}

std::size_t ProductScratch(std::size_t nRows)
{
    const std::size_t rows = (nRows + rowsOfPanel() - 1) / rowsOfPanel() * rowsOfPanel();
    return tileColumns * tileStride + chunkTiles * tileColumns * rows;
}

void PackRows(const float *x, std::size_t nRows, std::size_t xStride, std::size_t size, std::size_t begin, std::size_t end, float *packed)
{
    const std::size_t width = rowsOfPanel();
    for (std::size_t panel = begin; panel < end; ++panel) {
        float *const to = packed + panel * width * size;
        const std::size_t row = panel * width;
        const std::size_t n = std::min(width, nRows - row);
        if (n < width)
            std::fill_n(to, width * size, 0.0F);
        transpose(x + row * xStride, xStride, n, size, to, width);
    }
}

/// Numbers [first, first + depth) of row @p row.
template <typename T>
HWY_INLINE void widenPart(const T *w, std::size_t size, std::size_t row, std::size_t first, std::size_t depth, float *to)
{
    const std::size_t lanes = hn::Lanes(floats);
    const T *const from = w + row * size + first;
    std::size_t k = 0;
    for (; k + lanes <= depth; k += lanes)
        hn::StoreU(load(from + k), floats, to + k);
    if (k < depth)
        storeLast(loadLast(from + k, depth - k), to + k, depth - k);
}

/// Rows of packed weights.
template <typename Format>
struct PackedRows
{
    const Byte *data;
};

template <typename Format>
HWY_INLINE void widenPart(PackedRows<Format> w, std::size_t size, std::size_t row, std::size_t first, std::size_t depth, float *to)
{
    widenBlocks<Format>(w.data + row * (size / Format::size * Format::bytes), first, depth, to);
}

/// Rows of weights of any type as pairs; sizes and positions count these.
struct RoundedRows
{
    WeightRows rows;
};

HWY_INLINE void widenPart(RoundedRows w, std::size_t size, std::size_t row, std::size_t first, std::size_t depth, float *to)
{
    float widened[2 * tileDepth];
    const std::size_t begin = 2 * (row * size + first);
    kernels::widen(w.rows, begin, begin + 2 * depth, widened);
    roundToPairs(widened, 2 * depth, to);
}

/// Widens rows [row, row + nRows) of weights, numbers [first, first + depth), into a tile; rows that are missing become zeros.
template <typename Numbers>
void widenTile(Numbers w, std::size_t size, std::size_t row, std::size_t nRows, std::size_t first, std::size_t depth, float *tile)
{
    for (std::size_t i = 0; i < tileColumns; ++i) {
        if (i < nRows)
            widenPart(w, size, row + i, first, depth, tile + i * tileStride);
        else
            std::fill_n(tile + i * tileStride, depth, 0.0F);
    }
}

/// sums(o, r) += sum over k of panel(k, r) * tile(o, k), (tileColumns, rowsOfPanel()).
template <typename Multiplied>
HWY_INLINE void multiplyTile(const float *panel, const float *tile, std::size_t depth, bool fresh, float *sums)
{
    const std::size_t lanes = hn::Lanes(floats);
    Vector s[tileColumns][tileVectors];
    HWY_UNROLL(16)
    for (std::size_t o = 0; o < tileColumns; ++o) {
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < tileVectors; ++v)
            s[o][v] = fresh ? hn::Zero(floats) : load(sums + (o * tileVectors + v) * lanes);
    }
    for (std::size_t k = 0; k < depth; ++k) {
        Vector x[tileVectors];
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < tileVectors; ++v)
            x[v] = load(panel + (k * tileVectors + v) * lanes);
        HWY_UNROLL(16)
        for (std::size_t o = 0; o < tileColumns; ++o) {
            const Vector weight = hn::Set(floats, tile[o * tileStride + k]);
            HWY_UNROLL(4)
            for (std::size_t v = 0; v < tileVectors; ++v)
                s[o][v] = Multiplied::add(x[v], weight, s[o][v]);
        }
    }
    HWY_UNROLL(16)
    for (std::size_t o = 0; o < tileColumns; ++o) {
        HWY_UNROLL(4)
        for (std::size_t v = 0; v < tileVectors; ++v)
            hn::StoreU(s[o][v], floats, sums + (o * tileVectors + v) * lanes);
    }
}

template <typename Multiplied, typename Numbers>
void productOf(const float *packed, std::size_t nRows, Numbers w, std::size_t size, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch)
{
    const std::size_t width = rowsOfPanel();
    const std::size_t nPanels = (nRows + width - 1) / width;
    const std::size_t block = tileColumns * width; // sums of a tile and a panel
    float *const tile = scratch;
    float *const sums = scratch + tileColumns * tileStride;
    for (std::size_t chunk = begin; chunk < end; chunk += chunkTiles * tileColumns) {
        const std::size_t chunkEnd = std::min(end, chunk + chunkTiles * tileColumns);
        for (std::size_t first = 0; first < size; first += tileDepth) {
            const std::size_t depth = std::min(tileDepth, size - first);
            float *mine = sums;
            for (std::size_t o = chunk; o < chunkEnd; o += tileColumns) {
                const std::size_t columns = std::min(tileColumns, chunkEnd - o);
                widenTile(w, size, o, columns, first, depth, tile);
                for (std::size_t panel = 0; panel < nPanels; ++panel, mine += block) {
                    multiplyTile<Multiplied>(packed + panel * width * size + first * width, tile, depth, first == 0, mine);
                    if (first + depth < size)
                        continue;
                    const std::size_t row = panel * width;
                    transpose(mine, width, columns, std::min(width, nRows - row), out + row * outStride + o, outStride);
                }
            }
        }
    }
}

void Product(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch)
{
    if (isPacked(w.type))
        return withFormat(w.type, [&](auto format) {
            const PackedRows<decltype(format)> rows{static_cast<const Byte *>(w.data)};
            productOf<Singles>(packed, nRows, rows, w.size, begin, end, out, outStride, scratch);
        });
    withType(w, [&](const auto *numbers) { productOf<Singles>(packed, nRows, numbers, w.size, begin, end, out, outStride, scratch); });
}

void ProductOfPairs(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch)
{
    withPairs([&](auto multiplied) HWY_ATTR {
        using Multiplied = decltype(multiplied);
        if (w.type == WeightType::BF16) // two numbers of the file are a pair
            productOf<Multiplied>(packed, nRows, static_cast<const float *>(w.data), w.size / 2, begin, end, out, outStride, scratch);
        else
            productOf<Multiplied>(packed, nRows, RoundedRows{w}, w.size / 2, begin, end, out, outStride, scratch);
    });
}

} // namespace needlescope::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace needlescope::kernels {

HWY_EXPORT(PanelRows);
HWY_EXPORT(ProductColumns);
HWY_EXPORT(ProductScratch);
HWY_EXPORT(PackRows);
HWY_EXPORT(Product);
HWY_EXPORT(ProductOfPairs);

std::size_t panelRows()
{
    return HWY_DYNAMIC_DISPATCH(PanelRows)();
}

std::size_t packedSize(std::size_t nRows, std::size_t size)
{
    return (nRows + panelRows() - 1) / panelRows() * panelRows() * size;
}

void packRows(const float *x, std::size_t nRows, std::size_t xStride, std::size_t size, std::size_t begin, std::size_t end, float *packed)
{
    HWY_DYNAMIC_DISPATCH(PackRows)(x, nRows, xStride, size, begin, end, packed);
}

std::size_t productColumns()
{
    return HWY_DYNAMIC_DISPATCH(ProductColumns)();
}

std::size_t productScratch(std::size_t nRows)
{
    return HWY_DYNAMIC_DISPATCH(ProductScratch)(nRows);
}

void product(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch)
{
    HWY_DYNAMIC_DISPATCH(Product)(packed, nRows, w, begin, end, out, outStride, scratch);
}

void productOfPairs(const float *packed, std::size_t nRows, const WeightRows &w, std::size_t begin, std::size_t end, float *out,
    std::size_t outStride, float *scratch)
{
    HWY_DYNAMIC_DISPATCH(ProductOfPairs)(packed, nRows, w, begin, end, out, outStride, scratch);
}

} // namespace needlescope::kernels
#endif
