// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/repack.h"

#include "model/kernels.h"

#include "api/engineerror.h"

#include <algorithm>
#include <cstring>

namespace needlescope {

namespace {

constexpr std::int64_t blockSize = 32;
constexpr std::byte noFloat8{0x7f}; ///< with either sign
constexpr std::byte noExponent{0xff};

/// The scales of a matrix of blocks.
struct Scales
{
    at::Tensor numbers; ///< float32
    std::int64_t blockRows;
    std::int64_t blockColumns;

    float of(std::int64_t row, std::int64_t column) const
    {
        const std::int64_t perRow = numbers.dim() == 2 ? numbers.size(1) : 1;
        return numbers.data_ptr<float>()[row / blockRows * perRow + column / blockColumns];
    }
};

Scales scalesOf(const Checkpoint &checkpoint, const std::string &name, const TensorView &weights, const Quantization &quantization)
{
    const std::int64_t rows = weights.shape[0];
    const std::int64_t columns = weights.shape[1];
    const auto blocks = [](std::int64_t n, std::int64_t size) { return (n + size - 1) / size; };
    const TensorView *const found = checkpoint.find(name);
    if (quantization.blockRows == 0) {
        const bool isNumber = found != nullptr && found->shape.empty();
        const TensorView &one = checkpoint.tensor(name, isNumber ? std::vector<std::int64_t>{} : std::vector<std::int64_t>{1});
        return {tensorOf(one).to(at::kFloat), rows, columns};
    }
    const TensorView &all = checkpoint.tensor(name, {blocks(rows, quantization.blockRows), blocks(columns, quantization.blockColumns)});
    return {tensorOf(all).to(at::kFloat), quantization.blockRows, quantization.blockColumns};
}

/// Blocks of @p numbers, the last one filled up with zeros, each behind the scale of its first number's place.
template <typename ScaleOf>
void packBlocks(std::span<const std::byte> numbers, ScaleOf scaleOf, std::uint8_t *to)
{
    for (std::size_t first = 0; first < numbers.size(); first += blockSize, to += sizeof(float) + blockSize) {
        const float scale = scaleOf(static_cast<std::int64_t>(first));
        std::memcpy(to, &scale, sizeof scale);
        std::memset(to + sizeof scale, 0, blockSize);
        std::memcpy(to + sizeof scale, numbers.data() + first, std::min<std::size_t>(blockSize, numbers.size() - first));
    }
}

/// E4M3 numbers as float32.
at::Tensor unscaled(const TensorView &view)
{
    const std::size_t n = (view.bytes.size() + blockSize - 1) / blockSize * blockSize;
    std::vector<std::uint8_t> packed(rowBytes(WeightType::F8_SCALED, n));
    packBlocks(
        view.bytes, [](std::int64_t) { return 1.0F; }, packed.data());
    at::Tensor numbers = at::empty({static_cast<std::int64_t>(n)}, at::kFloat);
    kernels::widen({packed.data(), WeightType::F8_SCALED, n}, 0, n, numbers.data_ptr<float>());
    return numbers.narrow(0, 0, view.elements()).view(view.shape);
}

} // namespace

Matrix repackedFloat8(const Checkpoint &checkpoint, const std::string &name, const std::string &scaleName, const Quantization &quantization)
{
    const TensorView &weights = *checkpoint.find(name);
    if (weights.shape.size() != 2)
        refuseWeightType(weights.dtype);
    const auto isNone = [](std::byte number) { return (number & noFloat8) == noFloat8; };
    if (std::ranges::any_of(weights.bytes, isNone))
        refuseNumbers(name, checkpoint.fileOf(name));
    const Scales scales = scalesOf(checkpoint, scaleName, weights, quantization);
    const std::int64_t rows = weights.shape[0];
    const std::int64_t columns = weights.shape[1];
    if (columns % blockSize == 0 && scales.blockColumns % blockSize == 0) {
        const auto bytes = static_cast<std::int64_t>(rowBytes(WeightType::F8_SCALED, static_cast<std::size_t>(columns)));
        at::Tensor packed = at::empty({rows, bytes}, at::kByte);
        packBlocks(
            weights.bytes, [&](std::int64_t i) { return scales.of(i / columns, i % columns); }, packed.data_ptr<std::uint8_t>());
        return {packed, WeightType::F8_SCALED, columns};
    }
    at::Tensor widened = unscaled(weights);
    auto *number = widened.data_ptr<float>();
    for (std::int64_t i = 0; i < rows * columns; ++i)
        number[i] *= scales.of(i / columns, i % columns);
    return widened;
}

Matrix repackedMxfp4(const Checkpoint &checkpoint, const std::string &name, const std::vector<std::int64_t> &shape)
{
    const std::int64_t columns = shape.back();
    std::vector<std::int64_t> ofScales = shape;
    ofScales.back() = columns / blockSize;
    std::vector<std::int64_t> ofBlocks = ofScales;
    ofBlocks.push_back(blockSize / 2);
    if (columns % blockSize != 0)
        throw EngineError(
            "The tensor '{}' cannot have rows of {} numbers in blocks of {}; get the model as bf16.", name, columns, blockSize);
    const TensorView &blocks = checkpoint.tensor(name + "_blocks", ofBlocks);
    const TensorView &scales = checkpoint.tensor(name + "_scales", ofScales);
    for (const auto &[view, part] : {std::pair{&blocks, "_blocks"}, {&scales, "_scales"}}) {
        if (view->dtype != "U8")
            throw EngineError("The tensor '{}{}' in '{}' has the type {} where U8 is expected; download or export the model again.", name,
                part, checkpoint.fileOf(name + part).path().string(), view->dtype);
    }
    if (std::ranges::find(scales.bytes, noExponent) != scales.bytes.end())
        refuseNumbers(name + "_scales", checkpoint.fileOf(name + "_scales"));
    std::vector<std::int64_t> packedShape = shape;
    packedShape.back() = static_cast<std::int64_t>(rowBytes(WeightType::MXFP4, static_cast<std::size_t>(columns)));
    at::Tensor packed = at::empty(packedShape, at::kByte);
    auto *to = packed.data_ptr<std::uint8_t>();
    const auto *from = reinterpret_cast<const std::uint8_t *>(blocks.bytes.data());
    constexpr std::int64_t half = blockSize / 2;
    const auto nibble = [](const std::uint8_t *bytes, std::int64_t i) { return i % 2 == 0 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4; };
    for (const std::byte scale : scales.bytes) {
        *to++ = static_cast<std::uint8_t>(scale);
        for (std::int64_t i = 0; i < half; ++i)
            *to++ = static_cast<std::uint8_t>(nibble(from, i) | nibble(from, i + half) << 4);
        from += half;
    }
    return {packed, WeightType::MXFP4, columns};
}

} // namespace needlescope
