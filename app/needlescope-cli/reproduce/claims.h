// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reproduce/plan.h"

#include <string>
#include <vector>

namespace needlescope {

enum class Verdict { Holds, InPart, DoesNot, NotMeasured };

/// What we measured about one claim of the paper.
struct Finding
{
    std::string number; ///< with its interval and n
    Verdict verdict = Verdict::DoesNot;
    std::string why; ///< the thresholds that decided, in words
};

/// One claim of the paper, or one question beyond it.
struct Claim
{
    const char *title; ///< "Figure 7: how many heads must go"
    const char *text; ///< what the paper says, with its numbers
    std::vector<const char *> figures; ///< "RUN/FIGURE": the run's folder and the figure's file name without suffix
    Finding (*judge)(const Results &results, const std::vector<std::string> &models);
    bool ofRealModels = false; ///< judged once more, of the real model alone
};

/// In the paper's order. What a run says is decided here and nowhere else.
const std::vector<Claim> &claims();

const char *nameOf(Verdict verdict); ///< "holds", "in part", "does not"

} // namespace needlescope
