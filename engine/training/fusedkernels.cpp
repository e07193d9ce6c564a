// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/fusedkernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

// Highway compiles this file once for each SIMD target and picks one at run time; the vectors themselves are the compiler's.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "training/fusedkernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace needlescope::fusedkernels::HWY_NAMESPACE {

constexpr std::int64_t Lanes = 16;
using Vec = float __attribute__((vector_size(64)));
using IntVec = std::int32_t __attribute__((vector_size(64)));
using ShortVec = std::uint16_t __attribute__((vector_size(32)));
using UintVec = std::uint32_t __attribute__((vector_size(64)));

inline __attribute__((always_inline)) Vec splat(float x)
{
    return Vec{} + x;
}

inline __attribute__((always_inline)) Vec load(const float *p)
{
    Vec v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

inline __attribute__((always_inline)) Vec load(const Bf16 *p)
{
    ShortVec half;
    std::memcpy(&half, p, sizeof half);
    const UintVec wide = __builtin_convertvector(half, UintVec) << 16;
    return reinterpret_cast<Vec>(wide);
}

inline __attribute__((always_inline)) void store(float *p, Vec v)
{
    std::memcpy(p, &v, sizeof v);
}

inline __attribute__((always_inline)) void store(Bf16 *p, Vec v)
{
    const auto bits = reinterpret_cast<UintVec>(v);
    const UintVec rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    const ShortVec half = __builtin_convertvector(rounded, ShortVec);
    std::memcpy(p, &half, sizeof half);
}

inline __attribute__((always_inline)) float sum(Vec v)
{
    float lanes[Lanes];
    std::memcpy(lanes, &v, sizeof v);
    for (int width = 8; width > 0; width /= 2) {
        for (int i = 0; i < width; ++i)
            lanes[i] += lanes[i + width];
    }
    return lanes[0];
}

inline __attribute__((always_inline)) float highest(Vec v)
{
    float lanes[Lanes];
    std::memcpy(lanes, &v, sizeof v);
    for (int width = 8; width > 0; width /= 2) {
        for (int i = 0; i < width; ++i)
            lanes[i] = lanes[i] > lanes[i + width] ? lanes[i] : lanes[i + width];
    }
    return lanes[0];
}

inline __attribute__((always_inline)) Vec maximum(Vec a, Vec b)
{
    return a > b ? a : b;
}

/// e^x to about 2e-7 relative for x in [-64, 88]. Below, 0: products with smaller numbers would be denormal, which the processor
/// computes a hundred times more slowly. Cephes' polynomial.
inline __attribute__((always_inline)) Vec exponential(Vec x)
{
    const IntVec negligible = x < splat(-64.0f);
    x = maximum(x, splat(-64.0f));
    x = x < splat(88.0f) ? x : splat(88.0f);
    const Vec magic = splat(12582912.0f); // 1.5 * 2^23: adding it rounds to an integer
    const Vec n = (x * 1.44269504f + magic) - magic;
    const Vec r = x - n * 0.693359375f + n * 2.12194440e-4f;
    Vec p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const IntVec exponent = (__builtin_convertvector(n, IntVec) + 127) << 23;
    return negligible ? Vec{} : p * reinterpret_cast<Vec>(exponent);
}

/// One head of one sequence, unpacked to float with RoPE applied. Query rows come in blocks of `Rows`.
template <int D>
struct HeadBuffers
{
    static constexpr std::int64_t Rows = 4;
    static constexpr std::int64_t Parts = D / Lanes;

    explicit HeadBuffers(std::int64_t length)
        : padded((length + Lanes - 1) / Lanes * Lanes)
        , q(static_cast<std::size_t>(padded * D))
        , k(q.size())
        , v(q.size())
        , kT(q.size())
    {
    }

    std::int64_t padded;
    std::vector<float> q; // (padded, D), scaled by 1 / sqrt(D)
    std::vector<float> k; // (padded, D)
    std::vector<float> v; // (padded, D)
    std::vector<float> kT; // (D, padded)
};

template <typename T>
inline float scalar(const T *p)
{
    if constexpr (sizeof(T) == 4) {
        return *p;
    } else {
        const std::uint32_t bits = static_cast<std::uint32_t>(*p) << 16;
        float f;
        std::memcpy(&f, &bits, sizeof f);
        return f;
    }
}

template <typename T>
inline void setScalar(T *p, float x)
{
    if constexpr (sizeof(T) == 4) {
        *p = x;
    } else {
        std::uint32_t bits;
        std::memcpy(&bits, &x, sizeof bits);
        *p = static_cast<Bf16>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
    }
}

template <int D>
void rotate(const float *cosines, const float *sines, float sign, float scale, float *row)
{
    for (int d = 0; d < D / 2; ++d) {
        const float a = row[d];
        const float b = row[d + D / 2];
        row[d] = (a * cosines[d] - sign * b * sines[d]) * scale;
        row[d + D / 2] = (b * cosines[d] + sign * a * sines[d]) * scale;
    }
}

/// Of the queries of head @p h in sequence @p b, at position @p t.
inline float queryScale(const AttentionInputs &in, std::int64_t b, std::int64_t h, std::int64_t t)
{
    const float focus = t < in.focusFrom[b] ? 1.0f : in.focus[b * in.shape.heads + h];
    return focus / std::sqrt(static_cast<float>(in.shape.headDim));
}

template <int D, typename T>
void unpack(const AttentionInputs &in, const T *qkv, std::int64_t b, std::int64_t h, HeadBuffers<D> &buffers)
{
    const auto [batch, length, heads, headDim] = in.shape;
    const std::int64_t width = heads * D;
    for (std::int64_t t = 0; t < length; ++t) {
        const T *row = qkv + ((b * length + t) * 3) * width + h * D;
        float *q = &buffers.q[static_cast<std::size_t>(t * D)];
        float *k = &buffers.k[static_cast<std::size_t>(t * D)];
        float *v = &buffers.v[static_cast<std::size_t>(t * D)];
        for (int d = 0; d < D; d += Lanes) {
            store(q + d, load(row + d));
            store(k + d, load(row + width + d));
            store(v + d, load(row + 2 * width + d));
        }
        rotate<D>(in.cosines + t * D / 2, in.sines + t * D / 2, 1, queryScale(in, b, h, t), q);
        rotate<D>(in.cosines + t * D / 2, in.sines + t * D / 2, 1, 1, k);
        for (int d = 0; d < D; ++d)
            buffers.kT[static_cast<std::size_t>(d * buffers.padded + t)] = k[d];
    }
}

/// scores[r] = q[r] . k[j0 .. j0 + 15] for four rows r.
template <int D>
inline __attribute__((always_inline)) void dots(
    const float *q, const float *matrixT, std::int64_t stride, std::int64_t j0, Vec (&scores)[4])
{
    scores[0] = scores[1] = scores[2] = scores[3] = Vec{};
    for (int d = 0; d < D; ++d) {
        const Vec column = load(matrixT + d * stride + j0);
        for (int r = 0; r < 4; ++r)
            scores[r] += q[r * D + d] * column;
    }
}

inline __attribute__((always_inline)) Vec causal(Vec scores, std::int64_t j0, std::int64_t i)
{
    if (j0 + Lanes - 1 <= i)
        return scores;
    const IntVec lane{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const IntVec visible = lane <= static_cast<std::int32_t>(i - j0);
    return visible ? scores : splat(-1e30f);
}

template <int D, typename T>
void forwardHead(const AttentionInputs &in, std::int64_t b, std::int64_t h, const HeadBuffers<D> &buffers, std::vector<float> &scratch,
    T *out, float *logSumExp)
{
    constexpr auto Parts = HeadBuffers<D>::Parts;
    const auto length = in.shape.length;
    const auto padded = buffers.padded;
    for (std::int64_t i0 = 0; i0 < length; i0 += 4) {
        const std::int64_t end = std::min(padded, (std::min(i0 + 4, length) + Lanes - 1) / Lanes * Lanes);
        Vec top[4] = {splat(-1e30f), splat(-1e30f), splat(-1e30f), splat(-1e30f)};
        for (std::int64_t j = 0; j < end; j += Lanes) {
            Vec scores[4];
            dots<D>(&buffers.q[static_cast<std::size_t>(i0 * D)], buffers.kT.data(), padded, j, scores);
            for (int r = 0; r < 4; ++r) {
                scores[r] = causal(scores[r], j, i0 + r);
                top[r] = maximum(top[r], scores[r]);
                store(&scratch[static_cast<std::size_t>(r * padded + j)], scores[r]);
            }
        }
        float peak[4];
        Vec total[4] = {};
        for (int r = 0; r < 4; ++r)
            peak[r] = highest(top[r]);
        for (std::int64_t j = 0; j < end; j += Lanes) {
            for (int r = 0; r < 4; ++r) {
                float *p = &scratch[static_cast<std::size_t>(r * padded + j)];
                const Vec e = exponential(load(p) - peak[r]);
                total[r] += e;
                store(p, e);
            }
        }
        Vec acc[4][Parts] = {};
        for (std::int64_t j = 0; j < std::min(end, length); ++j) {
            for (int part = 0; part < Parts; ++part) {
                const Vec value = load(&buffers.v[static_cast<std::size_t>(j * D + part * Lanes)]);
                for (int r = 0; r < 4; ++r)
                    acc[r][part] += scratch[static_cast<std::size_t>(r * padded + j)] * value;
            }
        }
        for (int r = 0; r < 4 && i0 + r < length; ++r) {
            const float denominator = sum(total[r]);
            logSumExp[(b * in.shape.heads + h) * length + i0 + r] = peak[r] + std::log(denominator);
            for (int part = 0; part < Parts; ++part)
                store(out + ((b * length + i0 + r) * in.shape.heads + h) * D + part * Lanes, acc[r][part] * (1.0f / denominator));
        }
    }
}

template <int D, typename T>
void forwardAll(const AttentionInputs &in, const T *qkv, T *out, float *logSumExp)
{
    const auto [batch, length, heads, headDim] = in.shape;
    HeadBuffers<D> buffers(length);
    std::vector<float> scratch(static_cast<std::size_t>(4 * buffers.padded));
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t h = 0; h < heads; ++h) {
            unpack<D>(in, qkv, b, h, buffers);
            forwardHead<D>(in, b, h, buffers, scratch, out, logSumExp);
        }
    }
}

template <int D>
struct GradBuffers
{
    explicit GradBuffers(std::int64_t padded)
        : q(static_cast<std::size_t>(padded * D))
        , k(q.size())
        , v(q.size())
        , out(q.size())
        , vT(q.size())
        , delta(static_cast<std::size_t>(padded))
    {
    }
    std::vector<float> q, k, v; // (padded, D)
    std::vector<float> out; // (padded, D), gradient of the head's output
    std::vector<float> vT; // (D, padded)
    std::vector<float> delta; // (padded): grad . output of each row
};

/// Weights and score gradients of every query row against sixteen keys.
struct KeyTile
{
    explicit KeyTile(std::int64_t padded)
        : weights(static_cast<std::size_t>(padded * Lanes))
        , scores(weights.size())
    {
    }
    std::vector<float> weights; // (padded, Lanes)
    std::vector<float> scores; // (padded, Lanes), gradient
};

/// Fills the tile for the keys from j0 on, and adds these keys' share to the queries' gradient.
template <int D>
void backwardTile(
    std::int64_t j0, std::int64_t length, const float *logSumExp, const HeadBuffers<D> &buffers, GradBuffers<D> &grad, KeyTile &tile)
{
    constexpr auto Parts = HeadBuffers<D>::Parts;
    const float *keys = buffers.k.data() + j0 * D;
    for (std::int64_t i0 = j0; i0 < length; i0 += 4) {
        const float *q = buffers.q.data() + i0 * D;
        const float *go = grad.out.data() + i0 * D;
        float *weights = tile.weights.data() + i0 * Lanes;
        float *ds = tile.scores.data() + i0 * Lanes;
        Vec scores[4];
        Vec dp[4];
        dots<D>(q, buffers.kT.data(), buffers.padded, j0, scores);
        dots<D>(go, grad.vT.data(), buffers.padded, j0, dp);
        for (int r = 0; r < 4; ++r) {
            const bool real = i0 + r < length;
            const Vec weight = real ? exponential(causal(scores[r], j0, i0 + r) - logSumExp[i0 + r]) : Vec{};
            store(weights + r * Lanes, weight);
            store(ds + r * Lanes, weight * (dp[r] - grad.delta[static_cast<std::size_t>(i0 + r)]));
        }
        for (int part = 0; part < Parts; ++part) {
            Vec even[4] = {};
            Vec odd[4] = {};
            for (int lane = 0; lane < Lanes; lane += 2) {
                const Vec key = load(keys + lane * D + part * Lanes);
                const Vec next = load(keys + (lane + 1) * D + part * Lanes);
                for (int r = 0; r < 4; ++r) {
                    even[r] += ds[r * Lanes + lane] * key;
                    odd[r] += ds[r * Lanes + lane + 1] * next;
                }
            }
            float *dq = grad.q.data() + i0 * D + part * Lanes;
            for (int r = 0; r < 4; ++r)
                store(dq + r * D, load(dq + r * D) + even[r] + odd[r]);
        }
    }
}

/// The gradients of eight keys and values of the tile, held in registers over all query rows.
template <int D>
void backwardKeys(
    std::int64_t j0, int firstLane, int part, std::int64_t length, const HeadBuffers<D> &buffers, GradBuffers<D> &grad, const KeyTile &tile)
{
    Vec dk[8] = {};
    Vec dv[8] = {};
    for (std::int64_t i = j0; i < length; ++i) {
        const Vec q = load(buffers.q.data() + i * D + part * Lanes);
        const Vec go = load(grad.out.data() + i * D + part * Lanes);
        const float *weights = tile.weights.data() + i * Lanes + firstLane;
        const float *ds = tile.scores.data() + i * Lanes + firstLane;
#pragma GCC unroll 8
        for (int lane = 0; lane < 8; ++lane) {
            dk[lane] += ds[lane] * q;
            dv[lane] += weights[lane] * go;
        }
    }
#pragma GCC unroll 8
    for (int lane = 0; lane < 8; ++lane) {
        const auto at = (j0 + firstLane + lane) * D + part * Lanes;
        store(grad.k.data() + at, dk[lane]);
        store(grad.v.data() + at, dv[lane]);
    }
}

template <int D, typename T>
void backwardAll(const AttentionInputs &in, const T *qkv, const T *out, const float *logSumExp, const T *gradOut, T *gradQkv)
{
    const auto [batch, length, heads, headDim] = in.shape;
    const std::int64_t width = heads * D;
    HeadBuffers<D> buffers(length);
    GradBuffers<D> grad(buffers.padded);
    KeyTile tile(buffers.padded);
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t h = 0; h < heads; ++h) {
            std::fill(grad.k.begin(), grad.k.end(), 0.0f);
            std::fill(grad.v.begin(), grad.v.end(), 0.0f);
            std::fill(grad.q.begin(), grad.q.end(), 0.0f);
            unpack<D>(in, qkv, b, h, buffers);
            for (std::int64_t t = 0; t < length; ++t) {
                const auto at = ((b * length + t) * heads + h) * D;
                Vec dot{};
                for (int d = 0; d < D; d += Lanes) {
                    const Vec g = load(gradOut + at + d);
                    dot += g * load(out + at + d);
                    store(&grad.out[static_cast<std::size_t>(t * D + d)], g);
                }
                grad.delta[static_cast<std::size_t>(t)] = sum(dot);
                for (int d = 0; d < D; ++d)
                    grad.vT[static_cast<std::size_t>(d * buffers.padded + t)] = buffers.v[static_cast<std::size_t>(t * D + d)];
            }
            for (std::int64_t j0 = 0; j0 < length; j0 += Lanes) {
                backwardTile<D>(j0, length, logSumExp + (b * heads + h) * length, buffers, grad, tile);
                for (int part = 0; part < HeadBuffers<D>::Parts; ++part) {
                    backwardKeys<D>(j0, 0, part, length, buffers, grad, tile);
                    backwardKeys<D>(j0, 8, part, length, buffers, grad, tile);
                }
            }
            for (std::int64_t t = 0; t < length; ++t) {
                T *row = gradQkv + ((b * length + t) * 3) * width + h * D;
                float *dq = &grad.q[static_cast<std::size_t>(t * D)];
                float *dk = &grad.k[static_cast<std::size_t>(t * D)];
                rotate<D>(in.cosines + t * D / 2, in.sines + t * D / 2, -1, queryScale(in, b, h, t), dq);
                rotate<D>(in.cosines + t * D / 2, in.sines + t * D / 2, -1, 1, dk);
                for (int d = 0; d < D; d += Lanes) {
                    store(row + d, load(dq + d));
                    store(row + width + d, load(dk + d));
                    store(row + 2 * width + d, load(&grad.v[static_cast<std::size_t>(t * D + d)]));
                }
            }
        }
    }
}

template <typename T>
void forward(const AttentionInputs &in, const T *qkv, T *out, float *logSumExp)
{
    in.shape.headDim == 16 ? forwardAll<16>(in, qkv, out, logSumExp) : forwardAll<32>(in, qkv, out, logSumExp);
}

template <typename T>
void backward(const AttentionInputs &in, const T *qkv, const T *out, const float *logSumExp, const T *gradOut, T *gradQkv)
{
    in.shape.headDim == 16 ? backwardAll<16>(in, qkv, out, logSumExp, gradOut, gradQkv)
                           : backwardAll<32>(in, qkv, out, logSumExp, gradOut, gradQkv);
}

template <typename T>
void addNorm(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const T *delta, const float *weight,
    float *newResidual, T *normed, float *rrms)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto at = row * width;
        Vec squares{};
        for (std::int64_t d = 0; d < width; d += Lanes) {
            const Vec x = load(residual + at + d) + load(delta + at + d);
            store(newResidual + at + d, x);
            squares += x * x;
        }
        const float scale = 1.0f / std::sqrt(sum(squares) / static_cast<float>(width) + epsilon);
        rrms[row] = scale;
        for (std::int64_t d = 0; d < width; d += Lanes)
            store(normed + at + d, load(newResidual + at + d) * scale * load(weight + d));
    }
}

template <typename T>
void addNormGrad(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const T *gradNormed, float *gradResidual, T *gradDelta, float *gradWeight)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto at = row * width;
        const float scale = rrms[row];
        Vec dot{};
        for (std::int64_t d = 0; d < width; d += Lanes) {
            const Vec x = load(newResidual + at + d);
            const Vec g = load(gradNormed + at + d);
            dot += g * load(weight + d) * x;
            store(gradWeight + d, load(gradWeight + d) + g * x * scale);
        }
        const float shared = sum(dot) * scale * scale * scale / static_cast<float>(width);
        for (std::int64_t d = 0; d < width; d += Lanes) {
            const Vec g = load(gradNormed + at + d) * load(weight + d) * scale - load(newResidual + at + d) * shared
                + load(gradNewResidual + at + d);
            store(gradResidual + at + d, g);
            store(gradDelta + at + d, g);
        }
    }
}

template <typename T>
void swiglu(std::int64_t rows, std::int64_t width, const T *gateUp, T *out)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t d = 0; d < width; d += Lanes) {
            const Vec gate = load(gateUp + row * 2 * width + d);
            const Vec up = load(gateUp + row * 2 * width + width + d);
            store(out + row * width + d, gate / (1.0f + exponential(-gate)) * up);
        }
    }
}

template <typename T>
void swigluGrad(std::int64_t rows, std::int64_t width, const T *gateUp, const T *gradOut, T *gradGateUp)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t d = 0; d < width; d += Lanes) {
            const auto at = row * 2 * width + d;
            const Vec gate = load(gateUp + at);
            const Vec up = load(gateUp + at + width);
            const Vec g = load(gradOut + row * width + d);
            const Vec sigmoid = 1.0f / (1.0f + exponential(-gate));
            store(gradGateUp + at, g * up * sigmoid * (1.0f + gate * (1.0f - sigmoid)));
            store(gradGateUp + at + width, g * gate * sigmoid);
        }
    }
}

template <typename T>
void entropy(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, T *logits, float *losses,
    std::uint8_t *hits)
{
    std::vector<float> scratch(static_cast<std::size_t>(vocabulary));
    for (std::int64_t row = 0; row < rows; ++row) {
        T *line = logits + row * vocabulary;
        Vec top = splat(-1e30f);
        for (std::int64_t v = 0; v < vocabulary; v += Lanes)
            top = maximum(top, load(line + v));
        const float peak = highest(top);
        const float target = scalar(line + targets[row]);
        Vec total{};
        for (std::int64_t v = 0; v < vocabulary; v += Lanes) {
            const Vec e = exponential(load(line + v) - peak);
            total += e;
            store(&scratch[static_cast<std::size_t>(v)], e);
        }
        const float denominator = sum(total);
        losses[row] = peak + std::log(denominator) - target;
        hits[row] = target >= peak;
        const float scale = weights[row] / denominator;
        for (std::int64_t v = 0; v < vocabulary; v += Lanes)
            store(line + v, load(&scratch[static_cast<std::size_t>(v)]) * scale);
        setScalar(line + targets[row], scratch[static_cast<std::size_t>(targets[row])] * scale - weights[row]);
    }
}

void AttentionForwardBf16(const AttentionInputs &in, const Bf16 *qkv, Bf16 *out, float *logSumExp)
{
    forward(in, qkv, out, logSumExp);
}
void AttentionForwardF32(const AttentionInputs &in, const float *qkv, float *out, float *logSumExp)
{
    forward(in, qkv, out, logSumExp);
}
void AttentionBackwardBf16(
    const AttentionInputs &in, const Bf16 *qkv, const Bf16 *out, const float *logSumExp, const Bf16 *gradOut, Bf16 *gradQkv)
{
    backward(in, qkv, out, logSumExp, gradOut, gradQkv);
}
void AttentionBackwardF32(
    const AttentionInputs &in, const float *qkv, const float *out, const float *logSumExp, const float *gradOut, float *gradQkv)
{
    backward(in, qkv, out, logSumExp, gradOut, gradQkv);
}
void AddNormBf16(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const Bf16 *delta, const float *weight,
    float *newResidual, Bf16 *normed, float *rrms)
{
    addNorm(rows, width, epsilon, residual, delta, weight, newResidual, normed, rrms);
}
void AddNormF32(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const float *delta, const float *weight,
    float *newResidual, float *normed, float *rrms)
{
    addNorm(rows, width, epsilon, residual, delta, weight, newResidual, normed, rrms);
}
void AddNormGradBf16(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const Bf16 *gradNormed, float *gradResidual, Bf16 *gradDelta, float *gradWeight)
{
    addNormGrad(rows, width, newResidual, weight, rrms, gradNewResidual, gradNormed, gradResidual, gradDelta, gradWeight);
}
void AddNormGradF32(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const float *gradNormed, float *gradResidual, float *gradDelta, float *gradWeight)
{
    addNormGrad(rows, width, newResidual, weight, rrms, gradNewResidual, gradNormed, gradResidual, gradDelta, gradWeight);
}
void SwigluBf16(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, Bf16 *out)
{
    swiglu(rows, width, gateUp, out);
}
void SwigluF32(std::int64_t rows, std::int64_t width, const float *gateUp, float *out)
{
    swiglu(rows, width, gateUp, out);
}
void SwigluGradBf16(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, const Bf16 *gradOut, Bf16 *gradGateUp)
{
    swigluGrad(rows, width, gateUp, gradOut, gradGateUp);
}
void SwigluGradF32(std::int64_t rows, std::int64_t width, const float *gateUp, const float *gradOut, float *gradGateUp)
{
    swigluGrad(rows, width, gateUp, gradOut, gradGateUp);
}
void EntropyBf16(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, Bf16 *logits, float *losses,
    std::uint8_t *hits)
{
    entropy(rows, vocabulary, targets, weights, logits, losses, hits);
}
void EntropyF32(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, float *logits, float *losses,
    std::uint8_t *hits)
{
    entropy(rows, vocabulary, targets, weights, logits, losses, hits);
}
void Adam(const AdamStep &step, std::size_t n, const float *grad, float *weight, float *firstMoment, float *secondMoment)
{
    for (std::size_t i = 0; i < n; ++i) {
        const float g = grad[i] * step.gradScale;
        firstMoment[i] = step.beta1 * firstMoment[i] + (1 - step.beta1) * g;
        secondMoment[i] = step.beta2 * secondMoment[i] + (1 - step.beta2) * g * g;
        const float update = firstMoment[i] / step.correction1 / (std::sqrt(secondMoment[i] / step.correction2) + step.epsilon);
        weight[i] -= step.learningRate * (update + step.weightDecay * weight[i]);
    }
}

} // namespace needlescope::fusedkernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace needlescope::fusedkernels {

HWY_EXPORT(AttentionForwardBf16);
HWY_EXPORT(AttentionForwardF32);
HWY_EXPORT(AttentionBackwardBf16);
HWY_EXPORT(AttentionBackwardF32);
HWY_EXPORT(AddNormBf16);
HWY_EXPORT(AddNormF32);
HWY_EXPORT(AddNormGradBf16);
HWY_EXPORT(AddNormGradF32);
HWY_EXPORT(SwigluBf16);
HWY_EXPORT(SwigluF32);
HWY_EXPORT(SwigluGradBf16);
HWY_EXPORT(SwigluGradF32);
HWY_EXPORT(EntropyBf16);
HWY_EXPORT(EntropyF32);
HWY_EXPORT(Adam);

void attentionForward(const AttentionInputs &in, const Bf16 *qkv, Bf16 *out, float *logSumExp)
{
    HWY_DYNAMIC_DISPATCH(AttentionForwardBf16)(in, qkv, out, logSumExp);
}
void attentionForward(const AttentionInputs &in, const float *qkv, float *out, float *logSumExp)
{
    HWY_DYNAMIC_DISPATCH(AttentionForwardF32)(in, qkv, out, logSumExp);
}
void attentionBackward(
    const AttentionInputs &in, const Bf16 *qkv, const Bf16 *out, const float *logSumExp, const Bf16 *gradOut, Bf16 *gradQkv)
{
    HWY_DYNAMIC_DISPATCH(AttentionBackwardBf16)(in, qkv, out, logSumExp, gradOut, gradQkv);
}
void attentionBackward(
    const AttentionInputs &in, const float *qkv, const float *out, const float *logSumExp, const float *gradOut, float *gradQkv)
{
    HWY_DYNAMIC_DISPATCH(AttentionBackwardF32)(in, qkv, out, logSumExp, gradOut, gradQkv);
}
void addNormForward(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const Bf16 *delta, const float *weight,
    float *newResidual, Bf16 *normed, float *rrms)
{
    HWY_DYNAMIC_DISPATCH(AddNormBf16)(rows, width, epsilon, residual, delta, weight, newResidual, normed, rrms);
}
void addNormForward(std::int64_t rows, std::int64_t width, float epsilon, const float *residual, const float *delta, const float *weight,
    float *newResidual, float *normed, float *rrms)
{
    HWY_DYNAMIC_DISPATCH(AddNormF32)(rows, width, epsilon, residual, delta, weight, newResidual, normed, rrms);
}
void addNormBackward(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const Bf16 *gradNormed, float *gradResidual, Bf16 *gradDelta, float *gradWeight)
{
    HWY_DYNAMIC_DISPATCH(AddNormGradBf16)
    (rows, width, newResidual, weight, rrms, gradNewResidual, gradNormed, gradResidual, gradDelta, gradWeight);
}
void addNormBackward(std::int64_t rows, std::int64_t width, const float *newResidual, const float *weight, const float *rrms,
    const float *gradNewResidual, const float *gradNormed, float *gradResidual, float *gradDelta, float *gradWeight)
{
    HWY_DYNAMIC_DISPATCH(AddNormGradF32)
    (rows, width, newResidual, weight, rrms, gradNewResidual, gradNormed, gradResidual, gradDelta, gradWeight);
}
void swigluForward(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, Bf16 *out)
{
    HWY_DYNAMIC_DISPATCH(SwigluBf16)(rows, width, gateUp, out);
}
void swigluForward(std::int64_t rows, std::int64_t width, const float *gateUp, float *out)
{
    HWY_DYNAMIC_DISPATCH(SwigluF32)(rows, width, gateUp, out);
}
void swigluBackward(std::int64_t rows, std::int64_t width, const Bf16 *gateUp, const Bf16 *gradOut, Bf16 *gradGateUp)
{
    HWY_DYNAMIC_DISPATCH(SwigluGradBf16)(rows, width, gateUp, gradOut, gradGateUp);
}
void swigluBackward(std::int64_t rows, std::int64_t width, const float *gateUp, const float *gradOut, float *gradGateUp)
{
    HWY_DYNAMIC_DISPATCH(SwigluGradF32)(rows, width, gateUp, gradOut, gradGateUp);
}
void crossEntropy(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, Bf16 *logits,
    float *losses, std::uint8_t *hits)
{
    HWY_DYNAMIC_DISPATCH(EntropyBf16)(rows, vocabulary, targets, weights, logits, losses, hits);
}
void crossEntropy(std::int64_t rows, std::int64_t vocabulary, const std::int64_t *targets, const float *weights, float *logits,
    float *losses, std::uint8_t *hits)
{
    HWY_DYNAMIC_DISPATCH(EntropyF32)(rows, vocabulary, targets, weights, logits, losses, hits);
}
void adamW(const AdamStep &step, std::size_t n, const float *grad, float *weight, float *firstMoment, float *secondMoment)
{
    HWY_DYNAMIC_DISPATCH(Adam)(step, n, grad, weight, firstMoment, secondMoment);
}

} // namespace needlescope::fusedkernels
#endif
