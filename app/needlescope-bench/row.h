// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <string>
#include <vector>

namespace needlescope {

/// One measured speed or size.
struct Row
{
    std::string name;
    double value = 0;
    std::string unit;
    double reference = 0; ///< in the same unit
    double ratio = 0; ///< share of the reference that is reached; above 1 is better than it
    double target = 1; ///< that the ratio must reach
    std::string note;

    bool reached() const { return ratio >= target; }
};

/// The less the better; the reference is what it may be at most.
Row atMost(const std::string &name, double value, const std::string &unit, double reference);

/// The more the better; @p target is the share of the reference that must be reached.
Row atLeast(const std::string &name, double value, const std::string &unit, double reference, double target);

/// The rows of one measure for several models: each as "name (model)", behind the worst of them under the plain name.
std::vector<Row> withWorst(const std::string &name, std::vector<Row> rows);

void to_json(nlohmann::json &json, const Row &row);
void from_json(const nlohmann::json &json, Row &row);

void printTable(const std::vector<Row> &rows);

} // namespace needlescope
