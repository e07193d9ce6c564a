// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"
#include "figures/worddiff.h"

#include "api/generation.h"
#include "api/outcome.h"

class QTextDocument;

namespace needlescope {

/// "Hallucination"
QString outcomeText(Outcome outcome);
/// "The answer is neither in the needle nor elsewhere in the context: it is invented."
QString outcomeExplanation(Outcome outcome);
/// A sign that tells the outcomes apart without colour.
QString outcomeSign(Outcome outcome);
QColor outcomeColor(Outcome outcome, const PlotLook &look);

/// Lost words get a dotted line, new ones a full one; the same on screen and in a figure.
void setWords(QTextDocument &document, const std::vector<DiffWord> &words, const PlotLook &look);

/// Mean attention on position 0, over all steps, of those of @p heads that the trace's mask leaves alone; negative where there are none.
/// Figure 9 of the paper: in a hallucination the remaining retrieval heads look there.
double sinkMassOfRemaining(const DecodeTrace &trace, const std::vector<HeadId> &heads);

} // namespace needlescope
