// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"

#include <algorithm>
#include <vector>

namespace needlescope {

/// Prompt lengths of a detection for which nobody names any. Short contexts suffice: scores at up to 5K tokens correlate with 0.975 with
/// those at up to 50K (computed from the files of Llama-2-7B-80K). Small models read what they were trained for, the answer included.
inline std::vector<int> defaultLengths(const ModelInfo &model, int maxTokens)
{
    const int longest = std::min(std::max(model.contextLength - maxTokens, 1), model.contextLength < 4096 ? 512 : 4096);
    return {longest / 4, longest / 2, longest};
}

/// Per cent.
inline std::vector<double> defaultDepths()
{
    return {0, 50, 100};
}

} // namespace needlescope
