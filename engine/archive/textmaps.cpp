// SPDX-License-Identifier: GPL-3.0-or-later
// The forms that are lines of text, and lists of heads.
#include "archive/mapforms.h"

#include "api/engineerror.h"
#include "archive/listedheads.h"
#include "archive/mapfile.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

namespace needlescope {

namespace {

std::vector<std::string> linesOf(const std::string &content)
{
    std::istringstream stream(content);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> fieldsOf(const std::string &line, char separator)
{
    std::istringstream stream(line);
    std::vector<std::string> fields;
    for (std::string field; std::getline(stream, field, separator);)
        fields.push_back(field);
    return fields;
}

std::optional<float> numberOf(const std::string &field)
{
    float number = 0;
    const char *end = field.data() + field.size();
    const auto [rest, error] = std::from_chars(field.data(), end, number);
    return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

/// A number of a layer or a head; some programs write "3.0".
std::optional<int> indexOf(const std::string &field)
{
    constexpr float most = 1 << 20;
    const auto number = numberOf(field);
    return number && std::abs(*number) <= most && *number == std::floor(*number) ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

/// Columns of a CSV by name.
std::map<std::string, std::size_t> columnsOf(const std::string &header)
{
    std::map<std::string, std::size_t> columns;
    for (const std::string &name : fieldsOf(header, ','))
        columns.emplace(name, columns.size());
    return columns;
}

std::string headerOfCsv(const std::string &content)
{
    for (const std::string &line : linesOf(content)) {
        if (!line.starts_with('#'))
            return line;
    }
    return {};
}

/// "# model hash: ab12" of our own exports.
void readProvenance(const std::string &line, Provenance &provenance)
{
    const std::map<std::string, std::string Provenance::*> keys{{"program", &Provenance::program}, {"model", &Provenance::modelName},
        {"model hash", &Provenance::modelHash}, {"arithmetic", &Provenance::arithmetic}, {"tokenizer hash", &Provenance::tokenizerHash},
        {"rule", &Provenance::rule}, {"needle set hash", &Provenance::needleSetHash}, {"texts", &Provenance::haystacks},
        {"lengths", &Provenance::lengths}, {"depths", &Provenance::depths}, {"created", &Provenance::created}};
    const auto colon = line.find(": ");
    if (colon == std::string::npos || colon < 2)
        return;
    if (const auto known = keys.find(line.substr(2, colon - 2)); known != keys.end())
        provenance.*known->second = line.substr(colon + 2);
}

} // namespace

ImportedMap mapOfListedHeads(const std::vector<ListedHead> &heads, const std::filesystem::path &file, bool ranked)
{
    int nLayers = 0;
    int nHeads = 0;
    for (const ListedHead &head : heads) {
        if (head.id.layer < 0 || head.id.head < 0)
            throw EngineError("The score file '{}' names the head {}:{}; heads count from 0.", file.string(), head.id.layer, head.id.head);
        nLayers = std::max(nLayers, std::min(head.id.layer, 1 << 20) + 1);
        nHeads = std::max(nHeads, std::min(head.id.head, 1 << 20) + 1);
    }
    checkMapSize(nLayers, nHeads, file);
    ImportedMap imported;
    imported.map.score = HeadArray::Zero(nLayers, nHeads);
    const bool scored = std::all_of(heads.begin(), heads.end(), [](const ListedHead &head) { return head.hasScore; });
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const float byRank = ranked ? 1 - static_cast<float>(i) / static_cast<float>(heads.size()) : 1;
        imported.map.score(heads[i].id.layer, heads[i].id.head) = scored ? heads[i].score : byRank;
    }
    if (!scored)
        imported.notes.emplace_back(ranked
                ? "The file ranks heads without scores; those shown are 1 for the first and evenly less behind it."
                : "The file is a set of heads; each is shown with the score 1, all others with 0.");
    imported.notes.emplace_back("The model may have more layers and heads than the file names.");
    return imported;
}

bool isQrYaml(const std::string &content)
{
    return content.find("attn_head_set") != std::string::npos && content.find_first_not_of(" \t\r\n") != content.find('{');
}

ImportedMap readQrYaml(const std::string &content, const std::filesystem::path &file)
{
    auto list = content.substr(content.find("attn_head_set"));
    list = list.substr(list.find(':') == std::string::npos ? list.size() : list.find(':') + 1);
    list = list.substr(0, list.find('\n'));
    std::erase_if(list, [](char c) { return c == '"' || c == '\'' || c == ' ' || c == '\r' || c == '[' || c == ']'; });
    std::vector<ListedHead> heads;
    for (const HeadId id : parseHeadIds(list))
        heads.push_back({id, 0, false});
    return mapOfListedHeads(heads, file, false);
}

bool isDuoAttention(const std::string &content)
{
    const auto lines = linesOf(content);
    if (lines.empty())
        return false;
    const auto fields = fieldsOf(lines.front(), '\t');
    return fields.size() > 1
        && std::all_of(fields.begin(), fields.end(), [](const std::string &field) { return numberOf(field).has_value(); });
}

ImportedMap readDuoAttention(const std::string &content, const std::filesystem::path &file)
{
    const auto lines = linesOf(content);
    const auto groups = fieldsOf(lines.front(), '\t').size();
    std::ifstream stream(file.parent_path() / "config.json");
    const auto config = nlohmann::json::parse(stream, nullptr, false);
    const bool hasConfig = config.is_object();
    const auto heads = hasConfig ? config.value("num_attention_heads", std::size_t{0}) : 0;
    const std::size_t perGroup = heads > 0 && heads % groups == 0 ? heads / groups : 1;
    checkMapSize(static_cast<int>(lines.size()), static_cast<int>(groups * perGroup), file);

    ImportedMap imported;
    imported.map.measure = "gate";
    imported.map.headsPerGroup = static_cast<int>(perGroup);
    imported.map.score = HeadArray::Zero(static_cast<Eigen::Index>(lines.size()), static_cast<Eigen::Index>(groups * perGroup));
    for (std::size_t layer = 0; layer < lines.size(); ++layer) {
        const auto fields = fieldsOf(lines[layer], '\t');
        for (std::size_t i = 0; i < groups * perGroup; ++i) {
            const auto gate = fields.size() == groups ? numberOf(fields[i / perGroup]) : std::nullopt;
            if (!gate)
                throw EngineError("Line {} of the score file '{}' does not have {} gates; get it again.", layer + 1, file.string(), groups);
            imported.map.score(static_cast<Eigen::Index>(layer), static_cast<Eigen::Index>(i)) = *gate;
        }
    }
    imported.map.provenance.modelName = hasConfig ? config.value("model_name", std::string()) : std::string();
    if (perGroup == 1)
        imported.notes.emplace_back("The gates are those of KV groups; each column is one group, not one head.");
    return imported;
}

bool isCsv(const std::string &content)
{
    const auto columns = columnsOf(headerOfCsv(content));
    return columns.count("layer") > 0 && columns.count("head") > 0 && columns.size() > 2;
}

ImportedMap readCsv(const std::string &content, const std::filesystem::path &file)
{
    const std::string header = headerOfCsv(content);
    const auto columns = columnsOf(header);
    std::string measure = "score";
    for (const std::string &name : fieldsOf(header, ',')) {
        if (columns.count("score") == 0 && name != "layer" && name != "head" && measure == "score")
            measure = name;
    }
    ImportedMap imported;
    std::vector<ListedHead> heads;
    int number = 0;
    for (const std::string &line : linesOf(content)) {
        ++number;
        if (line.starts_with("# "))
            readProvenance(line, imported.map.provenance);
        if (line.starts_with('#') || line == header)
            continue;
        const auto fields = fieldsOf(line, ',');
        const auto field = [&](const std::string &name) {
            const std::size_t i = columns.at(name);
            return i < fields.size() ? fields[i] : std::string();
        };
        const auto layer = indexOf(field("layer"));
        const auto head = indexOf(field("head"));
        const auto score = numberOf(field(measure));
        if (!layer || !head || !score)
            throw EngineError(
                "Line {} of the score file '{}' does not hold layer, head and {} as numbers; correct it.", number, file.string(), measure);
        heads.push_back({{*layer, *head}, *score, true});
    }
    ImportedMap listed = mapOfListedHeads(heads, file, true);
    imported.map.score = std::move(listed.map.score);
    imported.map.measure = measure;
    return imported;
}

} // namespace needlescope
