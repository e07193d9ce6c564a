// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// The directory's last component, or `org/name` for a snapshot in the Hugging Face cache (models--org--name/snapshots/<revision>). Of a
/// GGUF file its name without the ending, behind that of the snapshot that it lies in.
inline std::string modelNameOf(const std::filesystem::path &directory)
{
    if (directory.extension() == ".gguf") {
        const std::string stem = directory.stem().string();
        return directory.parent_path().parent_path().filename() == "snapshots" ? modelNameOf(directory.parent_path()) + "/" + stem : stem;
    }
    const std::string name = directory.parent_path().parent_path().filename().string();
    if (directory.parent_path().filename() != "snapshots" || !name.starts_with("models--"))
        return directory.filename().string();
    const auto dashes = name.find("--", 8);
    return dashes == std::string::npos ? name.substr(8)
                                       : (std::filesystem::path(name.substr(8, dashes - 8)) / name.substr(dashes + 2)).string();
}

/// The processor where activations are rounded to bf16 as they are multiplied with weights of 16 bits or fewer.
inline constexpr std::string_view roundingDevice = "cpu-bf16";

inline bool isProcessor(std::string_view device)
{
    return device == "cpu" || device == roundingDevice;
}

struct ModelInfo
{
    std::string name; ///< modelNameOf its directory
    std::string directory; ///< or GGUF file
    std::string architecture; ///< `architectures[0]` of config.json, `general.architecture` of a GGUF file
    int nLayers = 0;
    int nHeads = 0; ///< query heads a layer
    /// Key/value heads a layer; query head h belongs to KV group h / (nHeads / nKvHeads). Where layers differ, so many that a group is a
    /// whole number of each layer's.
    int nKvHeads = 0;
    int dModel = 0;
    int dHead = 0;
    int vocabularySize = 0;
    int contextLength = 0; ///< max_position_embeddings, tokens
    std::string dtype; ///< of the weights in the file: "bf16", "f16", "f32", "q4_k", ...
    std::int64_t parameters = 0;
    std::int64_t weightBytes = 0;
    std::int64_t kvBytesPerToken = 0;
    std::vector<int> headlessLayers; ///< layers that keep a state instead of attending: they have no heads to show or to mask
    std::vector<std::int32_t> stopIds; ///< eos_token_id of generation_config.json, else of config.json
    std::string hash; ///< SHA-256 over config.json and size, header and sampled blocks of the weight files, hexadecimal
    std::string device; ///< "cpu", roundingDevice, "cuda"

    bool hasHeads(int layer) const { return std::ranges::find(headlessLayers, layer) == headlessLayers.end(); }

    /// What activations are rounded to when they are multiplied with weights: "f32" (not at all), "bf16", "f16".
    std::string arithmetic() const
    {
        if (device.starts_with("cuda"))
            return dtype == "bf16" || dtype == "f16" ? dtype : "f32";
        return device == roundingDevice ? "bf16" : "f32";
    }

    int headsPerGroup() const { return nKvHeads > 0 ? nHeads / nKvHeads : 1; }
};

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ModelInfo, name, directory, architecture, nLayers, nHeads, nKvHeads, dModel, dHead,
    vocabularySize, contextLength, dtype, parameters, weightBytes, kvBytesPerToken, headlessLayers, stopIds, hash, device)

} // namespace needlescope
