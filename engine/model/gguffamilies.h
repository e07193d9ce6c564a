// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ggufmetadata.h"

#include "model/architecture.h"

#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// How llama.cpp's converter leaves the rows of queries and keys.
enum class QueryKeyRows {
    HalvesApart, ///< numbers that are rotated together lie half of what is rotated apart
    Interleaved, ///< they lie beside each other
};

/// Models whose GGUF files have one form.
struct GgufFamily
{
    std::string name; ///< general.architecture
    std::string modelType; ///< `model_type` of the family of config.json that computes it
    QueryKeyRows rows = QueryKeyRows::HalvesApart;

    /// Says in the words of config.json what is special; may be null.
    void (*describe)(const GgufMetadata &metadata, nlohmann::json &config) = nullptr;

    /// Changes what config.json cannot say; may be null.
    void (*adapt)(const GgufMetadata &metadata, Architecture &architecture) = nullptr;

    bool subtractsMean = false; ///< its norms do, and have an epsilon of another name
    std::string feedForwardNorm = "ffn_norm";
    std::string finalNorm = "output_norm";
    std::vector<std::string_view> ownKeys{}; ///< of the sizes that all families have, those that describe() reads in its own way
};

/// All that are known.
const std::vector<GgufFamily> &ggufFamilies();

// Those of one file each.
std::vector<GgufFamily> ggufDecoders();
std::vector<GgufFamily> ggufGemmas();
std::vector<GgufFamily> ggufMixtures();
std::vector<GgufFamily> ggufHybrids();

// What several families have in common. All of it throws EngineError where a file says what is not understood.

/// Takes @p key as @p name where it is there.
void takeKey(const GgufMetadata &metadata, nlohmann::json &config, const char *key, const char *name);

/// A window on all layers but each @p period-th, or as the file says layer by layer. @p otherwise is the window where the file has none.
void describeWindows(const GgufMetadata &metadata, nlohmann::json &config, int period, int otherwise = 0);

/// For families whose layers with a window have the same rotations as the others.
void refuseOtherBase(const GgufMetadata &metadata);

/// expert_used_count. Throws EngineError where the file does not say it.
nlohmann::json chosenExperts(const GgufMetadata &metadata);

/// Where the file says nothing of how rotations are scaled, they are not, whatever the family's config.json means then.
void leaveUnscaled(nlohmann::json &config);

/// Layers without key-value heads are of the type @p recurrent, the others attend.
void describeLayersByHeads(const GgufMetadata &metadata, nlohmann::json &config, const char *recurrent);

/// A number that is above 0. Throws EngineError where it is not.
int sizeOf(const GgufMetadata &metadata, const char *key);

/// Multipliers of Granite, which llama.cpp leaves out where they are 0.
void describeMultipliers(const GgufMetadata &metadata, nlohmann::json &config);

} // namespace needlescope
