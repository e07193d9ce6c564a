// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/packed.h"

#include <Eigen/Core>

#include <cstdint>
#include <initializer_list>

namespace needlescope {

/// One value a head, (layers, heads).
using HeadArray = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline nlohmann::json headArrayToJson(const HeadArray &array)
{
    return {{"layers", array.rows()}, {"heads", array.cols()},
        {"values", packed(std::vector<float>(array.data(), array.data() + array.size()))}};
}

/// Whether @p extents are those of an array of @p size values; they come from the other side and may be anything.
inline bool fits(std::initializer_list<std::int64_t> extents, std::size_t size)
{
    std::int64_t product = 1;
    for (const std::int64_t extent : extents) {
        if (extent < 0 || __builtin_mul_overflow(product, extent, &product))
            return false;
    }
    return static_cast<std::size_t>(product) == size;
}

/// Throws EngineError where the number of values is not layers x heads.
inline HeadArray headArrayFromJson(const nlohmann::json &json)
{
    const auto layers = json.at("layers").get<Eigen::Index>();
    const auto heads = json.at("heads").get<Eigen::Index>();
    const auto values = unpacked<float>(json.at("values"));
    if (!fits({layers, heads}, values.size()))
        throw EngineError("A map of {} layers and {} heads came with {} values.", layers, heads, values.size());
    return Eigen::Map<const HeadArray>(values.data(), layers, heads);
}

} // namespace needlescope

template <>
struct nlohmann::adl_serializer<needlescope::HeadArray>
{
    static void to_json(nlohmann::json &json, const needlescope::HeadArray &array) { json = needlescope::headArrayToJson(array); }
    static void from_json(const nlohmann::json &json, needlescope::HeadArray &array) { array = needlescope::headArrayFromJson(json); }
};
