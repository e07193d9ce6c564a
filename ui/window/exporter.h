// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/headid.h"

#include <functional>
#include <vector>

class QWidget;

namespace needlescope {

class PairView;
class Session;
class StudyView;

/// Throws EngineError where there are no scores.
Figure headMapFigureOf(const Session &session, double threshold);

/// Throws EngineError unless both answers are there.
Figure answerFigureOf(const Session &session);

/// Of the answer that is looked at. Throws EngineError where there is none.
Figure timelineFigureOf(const Session &session, const std::vector<HeadId> &heads);

/// Throws EngineError where there is no study.
Figure studyFigureOf(const StudyView &view);

/// Throws EngineError unless there are two maps.
Figure pairFigureOf(const PairView &view);

/// The figure is made in the language that the user wants figures in. Returns what a user is told. Throws EngineError.
QString copyToClipboard(const std::function<Figure()> &make);

/// Asks for a file, in the folder and the format of the last time, and writes the figure in the language
/// that the user wants figures in. Returns what a user is told; empty: the user
/// thought better of it. Throws EngineError.
QString exportWithDialog(QWidget *parent, const std::function<Figure()> &make, const QString &suggestedName);

} // namespace needlescope
