// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/study.h"

#include <vector>

namespace needlescope {

/// The figures of a study, whatever its kind: one line of a table in studyfigures.cpp each. Their names are those of files.
std::vector<Figure> figuresOf(const StudySummary &summary);

// One function a figure, each in a file of its own. All share title, size of a column's width or two, footer and the summary's rows as
// data.
Figure gridFigure(const StudySummary &summary); ///< figure 1
Figure curveFigure(const StudySummary &summary, const std::string &measure); ///< figures 7 and 8: @p measure against K
Figure outcomesFigure(const StudySummary &summary); ///< figure 9
Figure reasonFigure(const StudySummary &summary); ///< figure 10
Figure atlasFigure(const StudySummary &summary);
Figure compressFigure(const StudySummary &summary);

/// Name (the kind's), title ("TITLE, heads scaled by 2.5: MODEL"), provenance and rows of @p summary, ready for a paint function.
Figure figureOfSummary(const StudySummary &summary, const QString &title, QSizeF size);

} // namespace needlescope
