// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"
#include "api/study.h"

#include <QString>

#include <memory>

namespace needlescope {

/// Where a detection of @p model is written in @p folder, which is made where it is missing; the same for the same study of the same model,
/// so that a stopped detection is continued. Empty for an empty folder: it is not written.
QString runFileFor(const StudyRequest &study, const ModelInfo &model, const QString &folder);

/// What the window takes from a finished detection.
struct FinishedRun
{
    std::shared_ptr<const ScoreMap> scores;
    Provenance provenance;
    int headsPerGroup = 1;
};

/// Throws EngineError: not a run, or one of other weights than those of @p model (null: no model is open).
FinishedRun readRun(const QString &path, const ModelInfo *model);

/// A run without a hash is taken on trust.
bool isRunOf(const ModelInfo &model, const ScoreMap &map, const Provenance &run);

} // namespace needlescope
