// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace needlescope {

/// A checkpoint of random weights of the families llama, qwen2, qwen2_moe, qwen3, qwen3_moe and gemma, small enough to be written anew for
/// every case. All its numbers are exact in bf16 and in f16, so that the three types hold the same model.
class TinyCheckpoint
{
public:
    struct Tensor
    {
        std::vector<std::int64_t> shape;
        std::vector<float> numbers;
    };

    /// Keys of @p changes replace those of config.json before the weights are made.
    explicit TinyCheckpoint(const nlohmann::json &changes = nlohmann::json::object());

    /// @p dtype is "F32", "BF16" or "F16".
    void write(const std::filesystem::path &directory, const std::string &dtype = "F32", int nShards = 1) const;

    nlohmann::json config;
    std::map<std::string, Tensor> tensors;
};

} // namespace needlescope
