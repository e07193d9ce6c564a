// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace needlescope {

/// Of a key's value in a GGUF file, with the format's numbers.
enum class GgufValueType : std::uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

} // namespace needlescope
