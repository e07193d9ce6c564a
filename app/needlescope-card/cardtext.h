// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modelcard.h"

#include <string>
#include <vector>

namespace needlescope {

/// A model of the same shape, and how alike its score map is.
struct Comparison
{
    std::string model;
    double pearson = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Comparison, model, pearson)

/// The figures as columns of plain text.
std::string cardTable(const ModelCard &card, const std::vector<Comparison> &comparisons);

/// The section of a shipped model's README: the table, and what was wanted of the demo models beside what is reached.
/// @p command is what measured it.
std::string cardMarkdown(const ModelCard &card, const std::vector<Comparison> &comparisons, const std::string &command);

} // namespace needlescope
