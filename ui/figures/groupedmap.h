// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"
#include "api/scoremap.h"

#include <vector>

namespace needlescope {

// A map with one cell for each KV group: its column is the group's number, its value that of the group's best head, as the groups are
// ranked too.

/// @p map's heads must come in whole groups of @p headsPerGroup.
ScoreMap groupedMap(const ScoreMap &map, int headsPerGroup);

/// The group that @p head is in, as a cell.
HeadId groupCell(HeadId head, int headsPerGroup);

/// The heads of a cell.
std::vector<HeadId> headsOfCell(HeadId cell, int headsPerGroup);

/// The best of them; the first one of equals.
HeadId bestOfCell(HeadId cell, const ScoreMap &map, int headsPerGroup);

/// Cells all of whose heads @p mask masks, or some of them; changed as the heads are.
struct GroupedMask
{
    Intervention whole;
    std::vector<HeadId> partly;
};
GroupedMask groupedMask(const Intervention &mask, int headsPerGroup);

} // namespace needlescope
