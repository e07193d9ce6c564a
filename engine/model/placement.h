// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// Bytes of a model's weights.
struct WeightSizes
{
    std::int64_t before = 0; ///< the first layer: embeddings
    std::vector<std::int64_t> layers;
    std::int64_t behind = 0; ///< the last layer: the last norm and the output

    std::int64_t total() const;
};

/// Memory of a device that weights may fill; the rest is for keys, values and activations.
inline constexpr int weightPercent = 85;

/// The device of each layer, by its place in @p freeBytes; neighbouring layers stay together. The first device that can hold all has all;
/// where none can, all devices are filled in proportion to what is free. Throws EngineError where all together cannot.
std::vector<std::size_t> placeLayers(const WeightSizes &sizes, std::span<const std::int64_t> freeBytes);

} // namespace needlescope
