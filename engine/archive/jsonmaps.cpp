// SPDX-License-Identifier: GPL-3.0-or-later
// The forms that are JSON, and runs.
#include "archive/mapforms.h"

#include "api/engineerror.h"
#include "archive/listedheads.h"
#include "archive/mapfile.h"
#include "archive/runfile.h"
#include "archive/scorefile.h"

#include <algorithm>

namespace needlescope {

namespace {

using Json = nlohmann::json;

/// Python writes NaN and Infinity where JSON has no such numbers: null in their place.
std::string withNulls(const std::string &content)
{
    std::string result;
    bool quoted = false;
    for (std::size_t i = 0; i < content.size(); ++i) {
        const std::string_view rest = std::string_view(content).substr(i);
        if (quoted && content[i] == '\\' && i + 1 < content.size()) {
            result += content[i++];
        } else if (content[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (rest.starts_with("NaN") || rest.starts_with("Infinity"))) {
            result += "null";
            i += rest.starts_with("NaN") ? 2 : 7;
            continue;
        }
        result += content[i];
    }
    return result;
}

Json parsed(const std::string &content)
{
    return Json::parse(withNulls(content), nullptr, false);
}

/// The first key of an object, without parsing megabytes.
bool beginsWithHeadKey(const std::string &content)
{
    const auto begin = content.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos || content[begin] != '{')
        return false;
    const auto quote = content.find('"', begin);
    const auto end = quote == std::string::npos ? quote : content.find('"', quote + 1);
    if (end == std::string::npos)
        return false;
    try {
        parseHeadId(content.substr(quote + 1, end - quote - 1));
        return true;
    } catch (const EngineError &) {
        return false;
    }
}

EngineError misread(const std::filesystem::path &file, const Sentence &what)
{
    return EngineError("The score file '{}' cannot be read ({}); get it again.", file.string(), what);
}

HeadArray matrixOf(const Json &rows, const std::filesystem::path &file)
{
    const auto values = rows.get<std::vector<std::vector<float>>>();
    const auto heads = values.empty() ? std::size_t{0} : values.front().size();
    checkMapSize(static_cast<int>(values.size()), static_cast<int>(heads), file);
    HeadArray array(static_cast<Eigen::Index>(values.size()), static_cast<Eigen::Index>(heads));
    for (std::size_t layer = 0; layer < values.size(); ++layer) {
        if (values[layer].size() != heads)
            throw misread(file, "its layers have different numbers of heads");
        for (std::size_t head = 0; head < heads; ++head)
            array(static_cast<Eigen::Index>(layer), static_cast<Eigen::Index>(head)) = values[layer][head];
    }
    return array;
}

ListedHead listedHeadOf(const Json &entry)
{
    if (entry.is_object())
        return {{entry.at("layer").get<int>(), entry.at("head").get<int>()}, entry.value("score", 0.0F), entry.contains("score")};
    return {{entry.at(0).get<int>(), entry.at(1).get<int>()}, entry.size() > 2 ? entry.at(2).get<float>() : 0.0F, entry.size() > 2};
}

ImportedMap listIn(const Json &list, const std::filesystem::path &file, bool ranked)
{
    std::vector<ListedHead> heads;
    for (const Json &entry : list)
        heads.push_back(listedHeadOf(entry));
    return mapOfListedHeads(heads, file, ranked);
}

} // namespace

bool isRun(const std::string &content)
{
    return content.starts_with("SQLite format 3");
}

ImportedMap readRunMap(const std::string &, const std::filesystem::path &file)
{
    StudySummary summary = RunFile::openReadOnly(file).summary();
    if (summary.maps.empty())
        throw EngineError(
            "The run '{}' is of the study '{}', which makes no map; choose a run of detect or atlas.", file.string(), nameOf(summary.kind));
    ImportedMap imported;
    imported.map = std::move(summary.maps.front());
    return imported;
}

bool isProfile(const std::string &content)
{
    const Json json = content.starts_with("{") ? parsed(content) : nlohmann::json();
    return json.is_object() && (json.contains("argmax_scores") || json.contains("copy_scores"));
}

ImportedMap readProfile(const std::string &content, const std::filesystem::path &file)
try {
    const Json profile = parsed(content);
    const char *key = profile.contains("argmax_scores") ? "argmax_scores" : "copy_scores";
    ImportedMap imported;
    imported.map.score = matrixOf(profile.at(key), file);
    imported.map.provenance.modelName = profile.value("hf_id", profile.value("model", std::string()));
    imported.map.provenance.rule = key;
    imported.map.provenance.seed = profile.value("seed", std::uint64_t{0});
    imported.map.nSamples = imported.map.nCounted = profile.value("n_samples", 0);
    const int kvHeads = profile.value("n_kv_heads", 0);
    if (kvHeads > 0 && imported.map.nHeads() % kvHeads == 0)
        imported.map.headsPerGroup = imported.map.nHeads() / kvHeads;
    return imported;
} catch (const Json::exception &error) {
    throw misread(file, error.what());
}

bool isRankings(const std::string &content)
{
    const Json json = content.find("head_rankings") != std::string::npos ? parsed(content) : nlohmann::json();
    return json.is_object() && json.contains("head_rankings");
}

ImportedMap readRankings(const std::string &content, const std::filesystem::path &file)
try {
    return listIn(parsed(content).at("head_rankings"), file, true);
} catch (const Json::exception &error) {
    throw misread(file, error.what());
}

bool isQrJson(const std::string &content)
{
    const Json json = content.find('[') < content.find('{') ? parsed(content) : nlohmann::json();
    return json.is_array() && !json.empty() && json[0].is_array() && json[0].size() == 2 && json[0][0].is_string();
}

ImportedMap readQrJson(const std::string &content, const std::filesystem::path &file)
try {
    std::vector<ListedHead> heads;
    for (const Json &entry : parsed(content))
        heads.push_back({parseHeadId(entry.at(0).get<std::string>()), entry.at(1).get<float>(), true});
    return mapOfListedHeads(heads, file, true);
} catch (const Json::exception &error) {
    throw misread(file, error.what());
}

bool isHeadList(const std::string &content)
{
    const Json json = content.find('[') < content.find('{') ? parsed(content) : nlohmann::json();
    return json.is_array() && !json.empty() && json[0].is_array() && json[0].size() >= 2 && json[0][0].is_number();
}

ImportedMap readHeadList(const std::string &content, const std::filesystem::path &file)
try {
    return listIn(parsed(content), file, false);
} catch (const Json::exception &error) {
    throw misread(file, error.what());
}

bool isScores(const std::string &content)
{
    return beginsWithHeadKey(content);
}

ImportedMap readScores(const std::string &content, const std::filesystem::path &file)
{
    HeadScores scores = headScoresIn(content, file);
    ImportedMap imported;
    imported.map = scoreMapOf(scores);
    const auto missing = std::count_if(scores.samples.begin(), scores.samples.end(), [](const auto &list) { return list.empty(); });
    if (missing > 0)
        imported.notes.emplace_back("{} heads are not in the file; they are shown with the score 0.", missing);
    imported.samples = std::move(scores.samples);
    return imported;
}

} // namespace needlescope
