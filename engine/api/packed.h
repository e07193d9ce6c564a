// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace needlescope {

/// A vector of numbers as one CBOR byte string (little-endian, as on every machine we run on) instead of one item a number.
template <typename T>
nlohmann::json packed(const std::vector<T> &values)
{
    static_assert(std::is_arithmetic_v<T>);
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    if (!bytes.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return nlohmann::json::binary(std::move(bytes));
}

/// Also from what becomes of it in JSON text: an object that holds its `bytes`.
template <typename T>
std::vector<T> unpacked(const nlohmann::json &json)
{
    static_assert(std::is_arithmetic_v<T>);
    const auto values = [](const std::vector<std::uint8_t> &bytes) {
        std::vector<T> result(bytes.size() / sizeof(T));
        if (!result.empty())
            std::memcpy(result.data(), bytes.data(), result.size() * sizeof(T));
        return result;
    };
    return json.is_object() ? values(json.at("bytes").get<std::vector<std::uint8_t>>()) : values(json.get_binary());
}

} // namespace needlescope
