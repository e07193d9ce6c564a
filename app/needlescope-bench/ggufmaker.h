// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace needlescope {

/// Whether @p dtype is a type of blocks that makeGguf() writes: Q8_0, Q4_1, Q4_K.
bool isGgufType(const std::string &dtype);

/// Writes a GGUF file of random weights for a shape of the Llama family, without a tokenizer. The same shape has the same numbers each
/// time. Throws EngineError: unknown shape or type, no room.
void makeGguf(const std::string &shape, const std::string &dtype, const std::filesystem::path &file);

} // namespace needlescope
