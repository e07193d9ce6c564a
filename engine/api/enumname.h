// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/json.h"

#include <string>
#include <string_view>
#include <utility>

namespace needlescope {

/// An enumeration that has names specialises this with `kind`, what the user calls it, and `names`, an array of (value, name).
template <typename E>
struct EnumNames;

template <typename E>
concept NamedEnum = requires
{
    EnumNames<E>::names;
};

template <NamedEnum E>
constexpr std::string_view nameOf(E value)
{
    for (const auto &[candidate, name] : EnumNames<E>::names) {
        if (candidate == value)
            return name;
    }
    return {};
}

/// Throws EngineError that lists the known names.
template <NamedEnum E>
E enumFromName(std::string_view name)
{
    std::string known;
    for (const auto &[value, candidate] : EnumNames<E>::names) {
        if (candidate == name)
            return value;
        known += (known.empty() ? "" : ", ") + std::string(candidate);
    }
    throw EngineError("'{}' is not a {}; use one of {}.", name, EnumNames<E>::kind, known);
}

template <NamedEnum E>
void to_json(nlohmann::json &json, E value)
{
    json = nameOf(value);
}

template <NamedEnum E>
void from_json(const nlohmann::json &json, E &value)
{
    value = enumFromName<E>(json.get<std::string>());
}

} // namespace needlescope
