// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/scores.h"

#include "api/engineerror.h"
#include "archive/maphub.h"
#include "archive/shards.h"
#include "resources/resources.h"
#include "resources/runfolder.h"

#include <iostream>

namespace needlescope {

namespace {

/// A file of somebody else may leave out heads, so it may be smaller than the model; never larger, and never another model's.
ScoreMap fitted(ScoreMap map, const ModelInfo &model, const std::string &source)
{
    if (!map.provenance.modelHash.empty() && map.provenance.modelHash != model.hash)
        throw EngineError(
            "'{}' has scores of the model '{}' with other weights than {}; use the scores of this model, which 'detect' writes.", source,
            map.provenance.modelName, model.name);
    if (map.nLayers() > model.nLayers || map.nHeads() > model.nHeads)
        throw EngineError("'{}' has scores of {} layers of {} heads, but {} has {} of {}; use the scores of this model.", source,
            map.nLayers(), map.nHeads(), model.name, model.nLayers, model.nHeads);
    map.headsPerGroup = model.headsPerGroup();
    if (map.nLayers() == model.nLayers && map.nHeads() == model.nHeads)
        return map;
    const HeadArray named = map.score;
    map.score = HeadArray::Zero(model.nLayers, model.nHeads);
    map.score.topLeftCorner(named.rows(), named.cols()) = named;
    map.low = map.high = map.frequency = {};
    return map;
}

} // namespace

std::optional<ScoreMap> scoresOf(const ModelInfo &model, const std::string &file)
{
    if (!file.empty()) {
        ImportedMap imported = readMap(runPathOrFile(file));
        for (const Sentence &note : imported.notes)
            std::cerr << note.text() << '\n';
        return fitted(std::move(imported.map), model, file);
    }
    std::error_code error;
    const auto shipped = resourcesDirectory() / "runs" / (model.name + ".needle");
    if (!std::filesystem::exists(shipped, error))
        return {};
    ScoreMap map = readMap(shipped).map;
    if (map.provenance.modelHash == model.hash)
        return fitted(std::move(map), model, shipped.string());
    return {};
}

std::filesystem::path runPathOrFile(const std::string &name)
{
    std::error_code ignored;
    return std::filesystem::exists(name, ignored) || !shardsOf(name).empty() ? std::filesystem::path(name) : runPath(name);
}

} // namespace needlescope
