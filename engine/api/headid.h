// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/json.h"

#include <charconv>
#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// A query head; layer and head count from 0.
struct HeadId
{
    int layer = 0;
    int head = 0;

    friend auto operator<=>(const HeadId &, const HeadId &) = default;
};

/// `L16H19`, as people write it.
inline std::string toString(HeadId id)
{
    std::string text = "L"; // "L" + ... makes GCC 12 warn of an overflow that is none (its bug 105651)
    return text.append(std::to_string(id.layer)).append("H").append(std::to_string(id.head));
}

/// `16-19`, the key of the reference code's score files.
inline std::string toFileKey(HeadId id)
{
    return std::to_string(id.layer) + "-" + std::to_string(id.head);
}

/// Reads `16-19`, `16:19` or `L16H19`. Throws EngineError.
inline HeadId parseHeadId(std::string_view text)
{
    std::string_view rest = text;
    if (!rest.empty() && (rest.front() == 'L' || rest.front() == 'l'))
        rest.remove_prefix(1);
    HeadId id;
    const auto [afterLayer, layerError] = std::from_chars(rest.data(), rest.data() + rest.size(), id.layer);
    rest.remove_prefix(static_cast<std::size_t>(afterLayer - rest.data()));
    const bool separated
        = layerError == std::errc() && !rest.empty() && std::string_view(":-Hh").find(rest.front()) != std::string_view::npos;
    if (separated) {
        rest.remove_prefix(1);
        const auto [afterHead, headError] = std::from_chars(rest.data(), rest.data() + rest.size(), id.head);
        if (headError == std::errc() && afterHead == rest.data() + rest.size() && id.layer >= 0 && id.head >= 0)
            return id;
    }
    throw EngineError("'{}' is not a head; write layer:head, for example 16:19.", text);
}

/// Reads a comma-separated list, for example `3:3,3:6`. Throws EngineError.
inline std::vector<HeadId> parseHeadIds(std::string_view text)
{
    std::vector<HeadId> ids;
    while (!text.empty()) {
        const auto comma = text.find(',');
        ids.push_back(parseHeadId(text.substr(0, comma)));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return ids;
}

/// The query heads that share a key/value head with @p id, itself included.
inline std::vector<HeadId> groupOf(HeadId id, int headsPerGroup)
{
    const int size = headsPerGroup > 0 ? headsPerGroup : 1;
    std::vector<HeadId> heads;
    for (int head = id.head / size * size; static_cast<int>(heads.size()) < size; ++head)
        heads.push_back({id.layer, head});
    return heads;
}

inline void to_json(nlohmann::json &json, HeadId id)
{
    json = nlohmann::json::array({id.layer, id.head});
}

inline void from_json(const nlohmann::json &json, HeadId &id)
{
    id = {json.at(0).get<int>(), json.at(1).get<int>()};
}

} // namespace needlescope
