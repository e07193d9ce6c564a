// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include "api/generation.h"

#include <vector>

namespace needlescope {

/// What each of @p heads looks at while each token of the answer is written, a row a head and a column a token. Columns of the data: head,
/// step, token, the shares of the attention on answer span, recent tokens, sink and elsewhere, and where most of it goes.
/// Throws EngineError: no heads, or none that the trace knows.
Figure timelineFigure(const DecodeTrace &trace, const std::vector<HeadId> &heads);

} // namespace needlescope
