// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/packed.h"

namespace needlescope {

/// Values may grow: a field that is not there keeps its default, a field that nobody knows is not looked at.
template <typename T>
void readField(const nlohmann::json &json, const char *key, T &field)
{
    if (const auto found = json.find(key); found != json.end())
        found->get_to(field);
}

template <typename T>
void readPackedField(const nlohmann::json &json, const char *key, std::vector<T> &field)
{
    if (const auto found = json.find(key); found != json.end())
        field = unpacked<T>(*found);
}

} // namespace needlescope
