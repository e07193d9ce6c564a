// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/matrix.h"

#include "model/kernels.h"

#include "api/engineerror.h"

#include <cstring>

namespace needlescope {

namespace {

WeightType typeOf(const at::Tensor &numbers)
{
    return numbers.scalar_type() == at::kHalf    ? WeightType::F16
        : numbers.scalar_type() == at::kBFloat16 ? WeightType::BF16
                                                 : WeightType::F32;
}

/// Throws EngineError where it is no float of 16 or 32 bits.
at::ScalarType scalarTypeOf(const std::string &name)
{
    switch (weightTypeOf(name)) {
    case WeightType::F32:
        return at::kFloat;
    case WeightType::F16:
        return at::kHalf;
    case WeightType::BF16:
        return at::kBFloat16;
    default:
        refuseWeightType(name);
    }
}

} // namespace

Matrix::Matrix(at::Tensor unpacked)
    : numbers(std::move(unpacked))
{
    if (!numbers.defined())
        return;
    type = typeOf(numbers);
    nColumns = numbers.size(-1);
}

Matrix::Matrix(at::Tensor bytes, WeightType packed, std::int64_t columns)
    : numbers(std::move(bytes))
    , type(packed)
    , nColumns(columns)
{
}

Matrix Matrix::part(std::int64_t begin, std::int64_t end) const
{
    return rearranged([&](const at::Tensor &all) { return all.narrow(0, begin, end - begin); });
}

Matrix Matrix::rearranged(const std::function<at::Tensor(const at::Tensor &)> &change) const
{
    return isPacked(type) ? Matrix(change(numbers), type, nColumns) : Matrix(change(numbers));
}

at::Tensor Matrix::widened(std::int64_t begin, std::int64_t end) const
{
    const at::Tensor rows = numbers.narrow(0, begin, end - begin);
    if (!isPacked(type))
        return rows.detach().to(at::TensorOptions(at::kCPU).dtype(at::kFloat), false, true);
    std::vector<std::int64_t> shape = rows.sizes().vec();
    shape.back() = nColumns;
    at::Tensor out = at::empty(shape, at::kFloat);
    const auto columns = static_cast<std::size_t>(nColumns);
    kernels::widen({rows.data_ptr(), type, columns}, 0, static_cast<std::size_t>(out.numel()), out.data_ptr<float>());
    return out;
}

at::Tensor tensorOf(const TensorView &view)
{
    if (view.dtype == "F64") {
        std::vector<double> numbers(static_cast<std::size_t>(view.elements())); // the file may not be aligned
        std::memcpy(numbers.data(), view.bytes.data(), view.bytes.size());
        return at::from_blob(numbers.data(), view.shape, at::kDouble).to(at::kFloat);
    }
    const auto type = scalarTypeOf(view.dtype);
    const at::Tensor shared = at::from_blob(const_cast<std::byte *>(view.bytes.data()), view.shape, at::TensorOptions(type));
    const bool aligned = reinterpret_cast<std::uintptr_t>(view.bytes.data()) % at::elementSize(type) == 0;
    if (aligned)
        return shared;
    at::Tensor copy = at::empty(view.shape, at::TensorOptions(type));
    std::memcpy(copy.data_ptr(), view.bytes.data(), view.bytes.size());
    return copy;
}

Matrix matrixOf(const TensorView &view)
{
    const WeightType type = weightTypeOf(view.dtype);
    if (!isPacked(type))
        return tensorOf(view);
    const std::int64_t columns = view.shape.back();
    const auto bytes = static_cast<std::int64_t>(rowBytes(type, static_cast<std::size_t>(columns)));
    std::vector<std::int64_t> shape = view.shape;
    shape.back() = bytes;
    return {at::from_blob(const_cast<std::byte *>(view.bytes.data()), shape, at::kByte), type, columns};
}

} // namespace needlescope
