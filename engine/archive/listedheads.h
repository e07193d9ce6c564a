// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/maphub.h"

#include <vector>

namespace needlescope {

struct ListedHead
{
    HeadId id;
    float score = 0;
    bool hasScore = false;
};

/// A map as large as the heads that are named. Heads without scores get 1, or, where the list is @p ranked, 1 for the first and evenly less
/// for those behind it; a note says so. Throws EngineError.
ImportedMap mapOfListedHeads(const std::vector<ListedHead> &heads, const std::filesystem::path &file, bool ranked);

} // namespace needlescope
