// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/maphub.h"

#include "api/engineerror.h"
#include "archive/mapfile.h"
#include "archive/mapforms.h"
#include "archive/runfile.h"
#include "archive/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

constexpr MapImporter runImporter{"run", "a run of detect or atlas", isRun, readRunMap};

constexpr std::array importers{
    runImporter,
    MapImporter{"profile", "JSON with argmax_scores or copy_scores", isProfile, readProfile},
    MapImporter{"rankings", "JSON with head_rankings", isRankings, readRankings},
    MapImporter{"qrhead-yaml", "YAML with attn_head_set", isQrYaml, readQrYaml},
    MapImporter{"qrhead-json", R"(JSON [["16-19", score], ...])", isQrJson, readQrJson},
    MapImporter{"head-list", "JSON [[layer, head], ...]", isHeadList, readHeadList},
    MapImporter{"scores", R"(JSON {"layer-head": [scores]} or {"layer-head": score}: the paper's, HeadKV's, CoRe's)", isScores, readScores},
    MapImporter{"duo-attention", "tab-separated gates of layers x KV groups", isDuoAttention, readDuoAttention},
    MapImporter{"csv", "CSV with the columns layer, head and a number", isCsv, readCsv},
};

void noteUnusual(ImportedMap &imported)
{
    const HeadArray &score = imported.map.score;
    if ((score > 1.0F).any())
        imported.notes.emplace_back("Some scores are above 1, as a counter of copies gives; they are taken as they are.");
    if ((score < 0.0F).any())
        imported.notes.emplace_back("Some scores are below 0; they are taken as they are.");
}

const MapImporter &importerOf(const std::string &content, const std::filesystem::path &file)
{
    const auto *const form
        = std::find_if(importers.begin(), importers.end(), [&](const MapImporter &importer) { return importer.sniff(content); });
    if (form != importers.end())
        return *form;
    std::string forms;
    for (const MapImporter &importer : importers)
        forms += (forms.empty() ? "" : "; ") + std::string(importer.help);
    throw EngineError("The score file '{}' is in no form that Needlescope knows; it reads {}.", file.string(), forms);
}

} // namespace

std::span<const MapImporter> mapImporters()
{
    return importers;
}

ImportedMap readMap(const std::filesystem::path &path)
{
    const std::filesystem::path file = wholeOf(path);
    const bool isInShards = !shardsOf(file).empty();
    const std::string content = isInShards ? std::string() : readMapText(file);
    const MapImporter &form = isInShards ? runImporter : importerOf(content, file);
    ImportedMap imported = form.read(content, file);
    if (imported.map.empty())
        throw EngineError("The score file '{}' holds no heads; choose another one.", file.string());
    imported.format = form.name;
    imported.map.provenance.source = file.string();
    noteUnusual(imported);
    return imported;
}

void writeHeadKv(const std::filesystem::path &file, const ScoreMap &map)
{
    std::string text = "{";
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int head = 0; head < map.nHeads(); ++head)
            text += fmt::format("{}\"{}\": [{}]", text.size() > 1 ? ", " : "", toFileKey({layer, head}), map.score(layer, head));
    }
    writeFile(file, text + "}\n");
}

void writeDuoAttention(const std::filesystem::path &file, const ScoreMap &map, int sinkTokens, int recentTokens)
{
    std::string rows;
    const int groups = map.nHeads() / map.headsPerGroup;
    for (int layer = 0; layer < map.nLayers(); ++layer) {
        for (int group = 0; group < groups; ++group) {
            const float best = map.score.row(layer).segment(Eigen::Index(group) * map.headsPerGroup, map.headsPerGroup).maxCoeff();
            rows += fmt::format("{}{:.18e}", group > 0 ? "\t" : "", static_cast<double>(std::clamp(best, 0.0F, 1.0F)));
        }
        rows += "\n";
    }
    writeFile(file, rows);
    const nlohmann::json config{{"model_name", map.provenance.modelName}, {"sink_size", sinkTokens}, {"recent_size", recentTokens},
        {"num_attention_heads", map.nHeads()}, {"provenance", map.provenance}};
    writeFile(file.parent_path() / "config.json", config.dump(2) + "\n");
}

} // namespace needlescope
