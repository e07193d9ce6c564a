// SPDX-License-Identifier: GPL-3.0-or-later
#include "scores.h"

#include "api/engineerror.h"
#include "archive/runfile.h"
#include "archive/scorefile.h"
#include "resources/resources.h"

namespace needlescope {

namespace {

ScoreMap readScores(const std::filesystem::path &file)
{
    return file.extension() == ".needle" ? RunFile::openReadOnly(file).scoreMap() : scoreMapOf(readScoreFile(file));
}

/// A score file may leave out heads, so it may be smaller than the model; never larger.
ScoreMap fitted(const ScoreMap &map, const ModelInfo &model, const std::string &source)
{
    if (map.nLayers() > model.nLayers || map.nHeads() > model.nHeads)
        throw EngineError("'" + source + "' has scores of " + std::to_string(map.nLayers()) + " layers of " + std::to_string(map.nHeads())
            + " heads, but " + model.name + " has " + std::to_string(model.nLayers) + " of " + std::to_string(model.nHeads)
            + "; use the scores of this model.");
    ScoreMap whole{HeadArray::Zero(model.nLayers, model.nHeads), HeadArray::Zero(model.nLayers, model.nHeads), map.nSamples, map.nCounted};
    whole.score.topLeftCorner(map.nLayers(), map.nHeads()) = map.score;
    whole.frequency.topLeftCorner(map.nLayers(), map.nHeads()) = map.frequency;
    return whole;
}

} // namespace

std::optional<ScoreMap> scoresOf(const ModelInfo &model, const std::string &file)
{
    if (!file.empty())
        return fitted(readScores(file), model, file);
    std::error_code error;
    const bool isShipped = std::filesystem::equivalent(model.directory, resourcesDirectory() / "models" / model.name, error);
    const auto shipped = resourcesDirectory() / "runs" / (model.name + ".needle");
    if (isShipped && std::filesystem::exists(shipped, error))
        return fitted(readScores(shipped), model, shipped.string());
    return {};
}

} // namespace needlescope
