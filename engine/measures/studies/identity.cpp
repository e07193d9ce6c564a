// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/identity.h"

namespace needlescope {

namespace {

nlohmann::json withoutDefaults(const nlohmann::json &value, const nlohmann::json &usual)
{
    if (!value.is_object() || !usual.is_object())
        return value;
    auto special = nlohmann::json::object();
    for (const auto &[key, field] : value.items()) {
        const auto known = usual.find(key);
        if (known == usual.end())
            special[key] = field;
        else if (field != *known)
            special[key] = withoutDefaults(field, *known);
    }
    return special;
}

template <typename T>
nlohmann::json withoutDefaults(const std::vector<T> &list)
{
    auto special = nlohmann::json::array();
    for (const T &element : list)
        special.push_back(withoutDefaults(nlohmann::json(element), nlohmann::json(T())));
    return special;
}

ScoreMap onlyRanking(ScoreMap map)
{
    ScoreMap ranking = scoreMapOfArray(std::move(map.score));
    ranking.measure = std::move(map.measure);
    ranking.headsPerGroup = map.headsPerGroup;
    ranking.headlessLayers = std::move(map.headlessLayers);
    return ranking;
}

} // namespace

nlohmann::json identityOf(const StudyRequest &request)
{
    StudyRequest copy = request;
    copy.masks.ranking = onlyRanking(std::move(copy.masks.ranking));
    for (Haystack &haystack : copy.tasks.haystacks)
        haystack.name.clear();
    // As it is read back from a file, so that what text cannot hold exactly is no difference.
    const std::string text = nlohmann::json(copy).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    copy = nlohmann::json::parse(text).get<StudyRequest>();
    auto identity = withoutDefaults(nlohmann::json(copy), nlohmann::json(StudyRequest()));
    const auto shorten = [&identity](const char *key, nlohmann::json list) {
        if (!list.empty())
            identity["tasks"][key] = std::move(list);
    };
    shorten("needles", withoutDefaults(copy.tasks.needles));
    shorten("haystacks", withoutDefaults(copy.tasks.haystacks));
    shorten("items", withoutDefaults(copy.tasks.items));
    return identity;
}

} // namespace needlescope
