// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/compare.h"

#include "api/engineerror.h"
#include "measures/headchoice.h"
#include "measures/statistics.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

/// Each layer's highest score at @p n equally spaced relative depths, (1, n).
HeadArray profileOf(const ScoreMap &map, int n)
{
    const HeadArray scores = map.ofHeads(map.score);
    const auto last = static_cast<int>(scores.rows()) - 1;
    HeadArray profile(1, n);
    for (int i = 0; i < n; ++i) {
        const double place = n == 1 ? 0 : static_cast<double>(i) * last / (n - 1);
        const int below = static_cast<int>(place);
        const int above = std::min(below + 1, last);
        const auto share = static_cast<float>(place - below);
        profile(0, i) = (1 - share) * scores.row(below).maxCoeff() + share * scores.row(above).maxCoeff();
    }
    return profile;
}

std::string withoutFolder(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string modelOf(const ScoreMap &map)
{
    return withoutFolder(map.provenance.modelName.empty() ? map.provenance.source : map.provenance.modelName);
}

} // namespace

std::array<double, 4> binShares(const ScoreMap &map)
{
    std::array<double, 4> shares{};
    const HeadArray scores = map.ofHeads(map.score);
    for (const float score : scores.reshaped()) {
        const std::size_t bin = score >= 0.5F ? 3 : score >= retrievalHeadThreshold ? 2 : score > 0 ? 1 : 0;
        shares[bin] += 1 / static_cast<double>(scores.size());
    }
    return shares;
}

bool haveSameSize(const ScoreMap &a, const ScoreMap &b)
{
    return a.nLayers() == b.nLayers() && a.nHeads() == b.nHeads();
}

std::vector<std::string> namesOf(std::span<const ScoreMap> maps)
{
    const auto isAlone = [&maps](const ScoreMap &map, const auto &nameOf) { return std::ranges::count(maps, nameOf(map), nameOf) == 1; };
    const auto withRule = [](const ScoreMap &map) { return modelOf(map) + ", " + map.provenance.rule; };
    std::vector<std::string> names;
    for (const ScoreMap &map : maps) {
        const std::string file = withoutFolder(map.provenance.source);
        if (isAlone(map, modelOf))
            names.push_back(modelOf(map));
        else if (!map.provenance.rule.empty() && isAlone(map, withRule))
            names.push_back(withRule(map));
        else
            names.push_back(file.empty() || file == modelOf(map) ? modelOf(map) : modelOf(map) + ", " + file);
    }
    return names;
}

std::vector<HeadId> sharedTopHeads(const ScoreMap &a, const ScoreMap &b, int k)
{
    if (!haveSameSize(a, b))
        return {};
    std::vector<HeadId> shared = topHeads(a, k);
    const std::vector<HeadId> others = topHeads(b, k);
    std::erase_if(shared, [&](HeadId id) {
        const bool counts = a.score(id.layer, id.head) > 0 && b.score(id.layer, id.head) > 0; // the order of zeros means nothing
        return !counts || std::ranges::find(others, id) == others.end();
    });
    return shared;
}

MapComparison compareMaps(std::span<const ScoreMap> maps, int topK)
{
    if (maps.size() < 2)
        throw EngineError("There is {} map to compare; name two or more.", maps.size());
    MapComparison comparison;
    comparison.topK = topK;
    comparison.names = namesOf(maps);
    for (const ScoreMap &map : maps)
        comparison.bins.push_back(binShares(map));
    bool resized = false;
    for (const ScoreMap &a : maps) {
        auto &pearsonRow = comparison.pearson.emplace_back();
        auto &spearmanRow = comparison.spearman.emplace_back();
        auto &overlapRow = comparison.overlap.emplace_back();
        for (const ScoreMap &b : maps) {
            const bool same = haveSameSize(a, b);
            resized = resized || !same;
            const int layers = std::min(a.nLayersWithHeads(), b.nLayersWithHeads());
            const ScoreMap &knowing = a.headlessLayers.empty() ? b : a; // files of scores do not say which layers have none
            const HeadArray x = same ? knowing.ofHeads(a.score) : profileOf(a, layers);
            const HeadArray y = same ? knowing.ofHeads(b.score) : profileOf(b, layers);
            pearsonRow.push_back(pearson(x, y));
            spearmanRow.push_back(spearman(x, y));
            overlapRow.push_back(same ? topOverlap(a, b, topK) : -1);
        }
    }
    if (resized)
        comparison.notes.emplace_back("Maps of different sizes are correlated by each layer's highest score against relative depth.");
    return comparison;
}

} // namespace needlescope
