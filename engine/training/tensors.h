// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstring>
#include <vector>

namespace needlescope {

/// A copy of @p values as a tensor. Internal to engine/training: this header shows torch.
template <typename T>
at::Tensor tensorFrom(const std::vector<T> &values, at::IntArrayRef sizes, at::Device device)
{
    auto tensor = at::empty(sizes, c10::CppTypeToScalarType<T>::value);
    std::memcpy(tensor.data_ptr(), values.data(), values.size() * sizeof(T));
    return tensor.to(device);
}

} // namespace needlescope
