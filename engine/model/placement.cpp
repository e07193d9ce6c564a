// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/placement.h"

#include "api/engineerror.h"
#include "model/memory.h"

#include <numeric>

namespace needlescope {

namespace {

std::int64_t percentOf(std::int64_t bytes, int percent)
{
    return bytes / 100 * percent;
}

/// Fills one device after the other up to @p percent of what is free; empty where that is too little for all layers.
std::vector<std::size_t> filled(const WeightSizes &sizes, std::span<const std::int64_t> freeBytes, int percent)
{
    std::vector<std::size_t> devices;
    std::size_t device = 0;
    std::int64_t used = sizes.before;
    for (std::size_t layer = 0; layer < sizes.layers.size(); ++layer) {
        const bool last = layer + 1 == sizes.layers.size();
        const std::int64_t bytes = sizes.layers[layer] + (last ? sizes.behind : 0);
        while (used + bytes > percentOf(freeBytes[device], percent)) {
            if (++device == freeBytes.size())
                return {};
            used = layer == 0 ? sizes.before : 0;
        }
        used += bytes;
        devices.push_back(device);
    }
    return devices;
}

[[noreturn]] void refuse(const WeightSizes &sizes, std::span<const std::int64_t> freeBytes)
{
    std::string each;
    for (const std::int64_t bytes : freeBytes)
        each += (each.empty() ? "" : " + ") + spelledBytes(bytes);
    const std::int64_t room = percentOf(std::accumulate(freeBytes.begin(), freeBytes.end(), std::int64_t{0}), weightPercent);
    throw EngineError("The weights need {}, but of the devices' free memory ({}) weights may take {}, in whole layers; free memory there, "
                      "save the weights as bf16, or use the device cpu.",
        spelledBytes(sizes.total()), each, spelledBytes(room));
}

} // namespace

std::int64_t WeightSizes::total() const
{
    return std::accumulate(layers.begin(), layers.end(), before + behind);
}

std::vector<std::size_t> placeLayers(const WeightSizes &sizes, std::span<const std::int64_t> freeBytes)
{
    for (std::size_t device = 0; device < freeBytes.size(); ++device) {
        if (sizes.total() <= percentOf(freeBytes[device], weightPercent))
            return std::vector(sizes.layers.size(), device);
    }
    for (int percent = 1; percent <= weightPercent; ++percent) {
        std::vector<std::size_t> devices = filled(sizes, freeBytes, percent);
        if (devices.size() == sizes.layers.size())
            return devices;
    }
    refuse(sizes, freeBytes);
}

} // namespace needlescope
