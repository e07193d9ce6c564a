// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// A map of heads that somebody measured, with what was not as usual about its file.
struct ImportedMap
{
    ScoreMap map; ///< whose provenance names the file as its source
    std::string format; ///< name of the importer
    std::vector<Sentence> notes; ///< sentences: missing heads, means above 1, gates of KV groups
    std::vector<std::vector<float>> samples; ///< of each head, layer by layer, where the file has them
};

/// One form of file. The forms are told apart by what the file holds, never by its name.
struct MapImporter
{
    const char *name; ///< "paper", "duo-attention"
    const char *help;
    bool (*sniff)(const std::string &content);
    ImportedMap (*read)(const std::string &content, const std::filesystem::path &file);
};
std::span<const MapImporter> mapImporters();

/// Reads a map in any known form, run files among them. Throws EngineError that names the file and, where no form fits, the forms.
ImportedMap readMap(const std::filesystem::path &path);

/// The paper's form, with each head's mean as its one score; HeadKV reads it as well.
void writeHeadKv(const std::filesystem::path &file, const ScoreMap &map);

/// DuoAttention's: a gate in [0, 1] for each KV group, the group's highest score, as tab-separated rows of layers, and config.json beside
/// it.
void writeDuoAttention(const std::filesystem::path &file, const ScoreMap &map, int sinkTokens, int recentTokens);

} // namespace needlescope
