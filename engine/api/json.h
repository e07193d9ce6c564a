// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace needlescope {

/// How nlohmann's JSON reads integers in this project: a number that is none, or that the type cannot hold, is of the wrong type, as a text
/// would be. The library itself converts 1e22 to int, which is undefined. Included in place of nlohmann/json.hpp, so that all sources
/// agree.
template <std::integral Integer>
struct ExactInteger
{
    template <typename Json>
    static void to_json(Json &json, Integer value)
    {
        nlohmann::to_json(json, value);
    }

    template <typename Json>
    static void from_json(const Json &json, Integer &value)
    {
        const bool fits = json.is_number_float() ? isInteger(json.template get<double>())
            : json.is_number_unsigned()          ? std::in_range<Integer>(json.template get_ref<const typename Json::number_unsigned_t &>())
            : json.is_number_integer()           ? std::in_range<Integer>(json.template get_ref<const typename Json::number_integer_t &>())
                                                 : true;
        if (!fits)
            throw nlohmann::json::type_error::create(302, "type must be integer, but is " + json.dump(), &json);
        nlohmann::from_json(json, value);
    }

private:
    /// Bounds that a double holds exactly.
    static bool isInteger(double number)
    {
        constexpr double end = 2.0 * static_cast<double>(std::uint64_t{1} << (std::numeric_limits<Integer>::digits - 1));
        return number >= (std::is_signed_v<Integer> ? -end : 0) && number < end && number == std::trunc(number);
    }
};

} // namespace needlescope

template <>
struct nlohmann::adl_serializer<int> : needlescope::ExactInteger<int>
{
};
template <>
struct nlohmann::adl_serializer<long> : needlescope::ExactInteger<long>
{
};
template <>
struct nlohmann::adl_serializer<unsigned> : needlescope::ExactInteger<unsigned>
{
};
template <>
struct nlohmann::adl_serializer<unsigned long> : needlescope::ExactInteger<unsigned long>
{
};
