// SPDX-License-Identifier: GPL-3.0-or-later
#include "row.h"

#include <algorithm>
#include <cstdio>

namespace needlescope {

Row atMost(const std::string &name, double value, const std::string &unit, double reference)
{
    return {name, value, unit, reference, reference / value, 1, {}};
}

Row atLeast(const std::string &name, double value, const std::string &unit, double reference, double target)
{
    return {name, value, unit, reference, value / reference, target, {}};
}

std::vector<Row> withWorst(const std::string &name, std::vector<Row> rows)
{
    if (rows.empty())
        return rows;
    Row worst = *std::ranges::min_element(rows, {}, [](const Row &row) { return row.ratio / row.target; });
    worst.note = "the lowest of these: " + worst.name;
    worst.name = name;
    for (Row &row : rows)
        row.name = name + " (" + row.name + ")";
    rows.insert(rows.begin(), std::move(worst));
    return rows;
}

void to_json(nlohmann::json &json, const Row &row)
{
    json = {{"name", row.name}, {"value", row.value}, {"unit", row.unit}, {"reference", row.reference}, {"ratio", row.ratio},
        {"target", row.target}, {"note", row.note}};
}

void from_json(const nlohmann::json &json, Row &row)
{
    row = {json.at("name"), json.at("value"), json.at("unit"), json.at("reference"), json.at("ratio"), json.at("target"), json.at("note")};
}

void printTable(const std::vector<Row> &rows)
{
    std::printf("%-40s %12s %-9s %12s %7s %7s\n", "row", "value", "unit", "reference", "ratio", "target");
    for (const Row &row : rows)
        std::printf("%-40s %12.2f %-9s %12.2f %7.2f %7.2f %s%s%s\n", row.name.c_str(), row.value, row.unit.c_str(), row.reference,
            row.ratio, row.target, row.reached() ? "reached" : "NOT REACHED", row.note.empty() ? "" : "; ", row.note.c_str());
}

} // namespace needlescope
