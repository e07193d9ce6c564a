// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"
#include "api/fields.h"
#include "api/headarray.h"
#include "api/modelinfo.h"
#include "api/provenance.h"

#include <algorithm>
#include <array>
#include <vector>

namespace needlescope {

/// A retrieval head has a mean score of at least this (section 2 of the paper).
inline constexpr float retrievalHeadThreshold = 0.1F;

/// What a head's score counts; `measures/retrievalscore.h` holds the rules.
enum class ScoreRule {
    Reference, ///< copied tokens, every time anew, as the reference code counts
    Paper, ///< copied tokens, each once, as the paper defines
    Mass, ///< attention on the answer span, mean over the decoded steps
    Qr, ///< attention of the question's tokens on the needle's sentence, calibrated (QRHead)
};

template <>
struct EnumNames<ScoreRule>
{
    static constexpr std::string_view kind = "score rule";
    static constexpr std::array names{
        std::pair{ScoreRule::Reference, std::string_view("reference")},
        std::pair{ScoreRule::Paper, std::string_view("paper")},
        std::pair{ScoreRule::Mass, std::string_view("mass")},
        std::pair{ScoreRule::Qr, std::string_view("qr")},
    };
};

/// One number a head over many samples, and where it comes from: a map is never shown, masked by or exported under another name.
struct ScoreMap
{
    std::string measure = "score"; ///< what the numbers are: "score", "drop", "attribution", "gate"; a word of files and tables
    HeadArray score; ///< mean over the counted samples
    HeadArray low; ///< 95 % interval of the mean; empty where it is not known
    HeadArray high;
    HeadArray frequency; ///< activation frequency: share of the counted samples with a score above 0 (figure 4); empty where not known
    int nSamples = 0; ///< samples run
    int nCounted = 0; ///< of these, the answers that succeeded (recall above 0.5); only they count
    int nPlanned = 0; ///< samples that the study has in all; 0: not known
    int headsPerGroup = 1; ///< query heads that share a key/value head
    std::vector<int> headlessLayers{}; ///< as ModelInfo's: their scores mean nothing
    Provenance provenance{};

    int nLayers() const { return static_cast<int>(score.rows()); }
    int nHeads() const { return static_cast<int>(score.cols()); }
    bool empty() const { return score.size() == 0; }
    bool hasHeads(int layer) const { return std::ranges::find(headlessLayers, layer) == headlessLayers.end(); }
    int nLayersWithHeads() const
    {
        int n = 0;
        for (int layer = 0; layer < nLayers(); ++layer)
            n += hasHeads(layer) ? 1 : 0;
        return n;
    }
    int headCount() const { return nLayersWithHeads() * nHeads(); } ///< of layers that have heads

    /// The rows of @p values, as many as those of score, of layers that have heads.
    HeadArray ofHeads(const HeadArray &values) const
    {
        HeadArray rows(nLayersWithHeads(), values.cols());
        for (int layer = 0, row = 0; layer < nLayers(); ++layer) {
            if (hasHeads(layer))
                rows.row(row++) = values.row(layer);
        }
        return rows;
    }

    /// Whether it was measured on @p model. A map without a hash (of a score file) fits a model of its size.
    bool isOf(const ModelInfo &model) const
    {
        return nLayers() == model.nLayers && nHeads() == model.nHeads
            && (provenance.modelHash.empty() || provenance.modelHash == model.hash);
    }
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(
    ScoreMap, measure, score, low, high, frequency, nSamples, nCounted, nPlanned, headsPerGroup, headlessLayers, provenance)

/// A map of @p score alone.
inline ScoreMap scoreMapOfArray(HeadArray score)
{
    ScoreMap map;
    map.score = std::move(score);
    return map;
}

/// @p map with the layers of @p model that have no heads, which files of scores do not say.
inline ScoreMap onModel(ScoreMap map, const ModelInfo &model)
{
    map.headlessLayers = model.headlessLayers;
    return map;
}

/// All heads by score, best first; ties by layer, then head. None of layers that have no heads.
inline std::vector<HeadId> rankedHeads(const ScoreMap &map)
{
    std::vector<HeadId> heads;
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads() && map.hasHeads(layer); ++head)
            heads.push_back({layer, head});
    }
    std::stable_sort(
        heads.begin(), heads.end(), [&](HeadId a, HeadId b) { return map.score(a.layer, a.head) > map.score(b.layer, b.head); });
    return heads;
}

} // namespace needlescope
