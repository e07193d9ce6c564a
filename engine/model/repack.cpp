// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/repack.h"

#include "model/kernels.h"

#include "api/engineerror.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace needlescope {

namespace {

constexpr std::int64_t blockSize = 32;
constexpr std::byte noFloat8{0x7f}; ///< with either sign
constexpr std::byte noExponent{0xff};

/// The scales of a matrix of blocks.
struct Scales
{
    at::Tensor numbers; ///< float32, (rows of blocks, columns of blocks) or one
    std::int64_t blockRows;
    std::int64_t blockColumns;
    std::int64_t firstRow = 0; ///< of the matrix in what they are the scales of

    float of(std::int64_t row, std::int64_t column) const
    {
        const std::int64_t perRow = numbers.dim() == 2 ? numbers.size(1) : 1;
        return numbers.data_ptr<float>()[(row + firstRow) / blockRows * perRow + column / blockColumns];
    }
};

/// As float32. Some files keep powers of two by their exponents.
at::Tensor scaleNumbers(const Checkpoint &checkpoint, const std::string &name, const std::vector<std::int64_t> &shape)
{
    const TensorView &view = checkpoint.tensor(name, shape);
    if (view.dtype != "F8_E8M0")
        return tensorOf(view).to(at::kFloat).contiguous();
    if (std::ranges::find(view.bytes, noExponent) != view.bytes.end())
        refuseNumbers(name, checkpoint.fileOf(name));
    at::Tensor numbers = at::empty(shape, at::kFloat);
    std::ranges::transform(
        view.bytes, numbers.data_ptr<float>(), [](std::byte exponent) { return std::ldexp(1.0F, std::to_integer<int>(exponent) - 127); });
    return numbers;
}

std::int64_t blocksOf(std::int64_t n, std::int64_t size)
{
    return (n + size - 1) / size;
}

Scales scalesOf(const Checkpoint &checkpoint, const std::string &name, const TensorView &weights, const Quantization &quantization)
{
    const std::int64_t rows = weights.shape[0];
    const std::int64_t columns = weights.shape[1];
    const TensorView *const found = checkpoint.find(name);
    if (quantization.blockRows == 0) {
        const bool isNumber = found != nullptr && found->shape.empty();
        return {scaleNumbers(checkpoint, name, isNumber ? std::vector<std::int64_t>{} : std::vector<std::int64_t>{1}), rows, columns};
    }
    return {scaleNumbers(checkpoint, name, {blocksOf(rows, quantization.blockRows), blocksOf(columns, quantization.blockColumns)}),
        quantization.blockRows, quantization.blockColumns};
}

/// Of all experts of a layer, (experts, rows of blocks, columns of blocks).
at::Tensor scalesOfExperts(const Checkpoint &checkpoint, const std::string &name, const Quantization &quantization, std::int64_t nExperts,
    std::int64_t rows, std::int64_t columns)
{
    if (quantization.blockRows == 0)
        return scaleNumbers(checkpoint, name, {nExperts, 1, 1});
    return scaleNumbers(checkpoint, name, {nExperts, blocksOf(rows, quantization.blockRows), blocksOf(columns, quantization.blockColumns)});
}

/// Throws EngineError where a number of @p name is none.
void checkFloat8(const Checkpoint &checkpoint, const std::string &name)
{
    const auto isNone = [](std::byte number) { return (number & noFloat8) == noFloat8; };
    if (std::ranges::any_of(checkpoint.find(name)->bytes, isNone))
        refuseNumbers(name, checkpoint.fileOf(name));
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
at::Tensor unscaled(std::span<const std::byte> bytes)
{
    const std::size_t n = static_cast<std::size_t>(blocksOf(static_cast<std::int64_t>(bytes.size()), blockSize)) * blockSize;
    std::vector<std::uint8_t> packed(rowBytes(WeightType::F8_SCALED, n));
    packBlocks(
        bytes, [](std::int64_t) { return 1.0F; }, packed.data());
    at::Tensor numbers = at::empty({static_cast<std::int64_t>(n)}, at::kFloat);
    kernels::widen({packed.data(), WeightType::F8_SCALED, n}, 0, n, numbers.data_ptr<float>());
    return numbers.narrow(0, 0, static_cast<std::int64_t>(bytes.size()));
}

/// E4M3 numbers of @p rows and @p columns.
Matrix repacked(std::span<const std::byte> numbers, std::int64_t rows, std::int64_t columns, const Scales &scales)
{
    const auto scaleOf = [&](std::int64_t i) { return scales.of(i / columns, i % columns); };
    if (columns % blockSize == 0 && scales.blockColumns % blockSize == 0) {
        const auto bytes = static_cast<std::int64_t>(rowBytes(WeightType::F8_SCALED, static_cast<std::size_t>(columns)));
        at::Tensor packed = at::empty({rows, bytes}, at::kByte);
        packBlocks(numbers, scaleOf, packed.data_ptr<std::uint8_t>());
        return {packed, WeightType::F8_SCALED, columns};
    }
    at::Tensor widened = unscaled(numbers).view({rows, columns});
    auto *number = widened.data_ptr<float>();
    for (std::int64_t i = 0; i < rows * columns; ++i)
        number[i] *= scaleOf(i);
    return widened;
}

} // namespace

Matrix repackedFloat8(const Checkpoint &checkpoint, const std::string &name, const std::string &scaleName, const Quantization &quantization)
{
    const TensorView &weights = *checkpoint.find(name);
    if (weights.shape.size() != 2)
        refuseWeightType(weights.dtype);
    checkFloat8(checkpoint, name);
    return repacked(weights.bytes, weights.shape[0], weights.shape[1], scalesOf(checkpoint, scaleName, weights, quantization));
}

Matrix repackedFloat8(const Checkpoint &checkpoint, const std::string &name, const ExpertScales &scales, const Quantization &quantization)
{
    const TensorView &weights = *checkpoint.find(name);
    checkFloat8(checkpoint, name);
    const bool isPart = weights.shape[0] < scales.nRows; // then it is not known what the last block is of
    if (isPart && quantization.blockRows > 0 && scales.nRows % quantization.blockRows != 0)
        throw EngineError("The tensor '{}' in '{}' has scales of {} rows, which gates and ups do not fill together; get the model as bf16.",
            scales.name, checkpoint.fileOf(scales.name).path().string(), quantization.blockRows);
    const std::int64_t columns = weights.shape[1];
    const at::Tensor all = scalesOfExperts(checkpoint, scales.name, quantization, scales.nExperts, scales.nRows, columns);
    const bool one = quantization.blockRows == 0;
    return repacked(weights.bytes, weights.shape[0], columns,
        {all[scales.expert], one ? scales.nRows : quantization.blockRows, one ? columns : quantization.blockColumns, scales.firstRow});
}

Matrix repackedFloat8Stack(
    const Checkpoint &checkpoint, const std::string &name, const std::string &scaleName, const Quantization &quantization, bool transposed)
{
    const TensorView &weights = *checkpoint.find(name);
    checkFloat8(checkpoint, name);
    const auto &shape = weights.shape;
    at::Tensor scales = scalesOfExperts(checkpoint, scaleName, quantization, shape[0], shape[1], shape[2]);
    at::Tensor numbers = at::from_blob(const_cast<std::byte *>(weights.bytes.data()), shape, at::kByte);
    std::int64_t blockRows = quantization.blockRows == 0 ? shape[1] : quantization.blockRows;
    std::int64_t blockColumns = quantization.blockRows == 0 ? shape[2] : quantization.blockColumns;
    if (transposed) {
        scales = scales.transpose(1, 2).contiguous();
        numbers = numbers.transpose(1, 2);
        std::swap(blockRows, blockColumns);
    }
    std::vector<at::Tensor> experts;
    Matrix last;
    for (std::int64_t expert = 0; expert < shape[0]; ++expert) {
        const at::Tensor own = numbers[expert].contiguous();
        const std::span bytes(reinterpret_cast<const std::byte *>(own.data_ptr<std::uint8_t>()), own.nbytes());
        last = repacked(bytes, own.size(0), own.size(1), {scales[expert], blockRows, blockColumns});
        experts.push_back(last.numbers);
    }
    return isPacked(last.type) ? Matrix(at::stack(experts), last.type, last.columns()) : Matrix(at::stack(experts));
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
