// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"

#include <span>

namespace needlescope {

/// The experts that one token takes, best first, and the weight of each. @p logits (nExperts) are the router's, @p correction (nExperts) or
/// empty is what the choice adds to the scores; @p chosen and @p weights have room for nChosen.
void route(const Mixture &mixture, std::span<const float> logits, std::span<const float> correction, std::span<int> chosen,
    std::span<float> weights);

} // namespace needlescope
