// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/progress.h"

#include <filesystem>
#include <functional>
#include <string>

namespace needlescope {

/// Bytes of a shape's weights. @p dtype is "f32", "bf16" or "f16". Throws EngineError.
std::int64_t checkpointBytes(const std::string &shape, const std::string &dtype);

/// Writes a checkpoint of random weights as Hugging Face would: config.json, safetensors (shards and their index above 4 GB), and a
/// tokenizer.json of bytes and made-up words. The same shape has the same numbers each time. Throws EngineError: unknown shape, no room.
void makeCheckpoint(const std::string &shape, const std::string &dtype, const std::filesystem::path &directory,
    const std::function<void(const Progress &)> &progress);

} // namespace needlescope
