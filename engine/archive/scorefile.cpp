// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/scorefile.h"

#include "archive/inquotes.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <numeric>

namespace needlescope {

namespace {

// Of anything that could be a model: a typing error must cost neither memory nor minutes.
constexpr int maxLayersOrHeads = 4096;
constexpr int maxHeads = 1 << 17; // of all layers together

nlohmann::json parse(const std::filesystem::path &file)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw EngineError("The score file " + inQuotes(file) + " is a directory; choose a file in it.");
    std::ifstream stream(file);
    if (!stream)
        throw EngineError("The score file " + inQuotes(file) + " cannot be opened (" + std::strerror(errno) + "); check the path.");
    try {
        return nlohmann::json::parse(stream);
    } catch (const nlohmann::json::exception &error) {
        throw EngineError("The score file " + inQuotes(file) + " is not JSON (" + error.what() + "); get it again.");
    }
}

HeadId headOf(const std::string &key, const std::filesystem::path &file)
{
    try {
        const HeadId id = parseHeadId(key);
        if (id.layer < maxLayersOrHeads && id.head < maxLayersOrHeads)
            return id;
    } catch (const EngineError &) {
    }
    throw EngineError(
        "The score file " + inQuotes(file) + " has an entry '" + key + "' where 'layer-head' belongs, for example \"16-19\".");
}

std::vector<float> listOf(const nlohmann::json &value, const std::string &key, const std::filesystem::path &file)
{
    try {
        return value.is_number() ? std::vector<float>{value.get<float>()} : value.get<std::vector<float>>();
    } catch (const nlohmann::json::exception &) {
        throw EngineError("The score file " + inQuotes(file) + " has something else than a list of numbers for head " + key + ".");
    }
}

void appendNumber(std::string &text, float value)
{
    char buffer[32];
    const auto [end, error] = std::to_chars(std::begin(buffer), std::end(buffer), value);
    text.append(buffer, end);
}

std::string toText(const HeadScores &scores)
{
    std::string text = "{";
    for (int layer = 0; layer < scores.nLayers; ++layer) {
        for (int head = 0; head < scores.nHeads; ++head) {
            text += (text.size() > 1 ? ", \"" : "\"") + toFileKey({layer, head}) + "\": [";
            const auto &list = scores.of({layer, head});
            for (std::size_t i = 0; i < list.size(); ++i) {
                text += i ? ", " : "";
                appendNumber(text, list[i]);
            }
            text += "]";
        }
    }
    return text + "}\n";
}

} // namespace

HeadScores headScoresOf(std::span<const SampleResult> samples, int nLayers, int nHeads)
{
    HeadScores scores{nLayers, nHeads, {}};
    scores.samples.resize(static_cast<std::size_t>(nLayers) * static_cast<std::size_t>(nHeads));
    for (const SampleResult &sample : samples) {
        if (!sample.counted)
            continue;
        for (std::size_t i = 0; i < scores.samples.size(); ++i)
            scores.samples[i].push_back(sample.scores.data()[i]);
    }
    return scores;
}

ScoreMap scoreMapOf(const HeadScores &scores)
{
    ScoreMap map{HeadArray::Zero(scores.nLayers, scores.nHeads), HeadArray::Zero(scores.nLayers, scores.nHeads), 0, 0};
    for (std::size_t i = 0; i < scores.samples.size(); ++i) {
        const auto &list = scores.samples[i];
        map.nCounted = std::max(map.nCounted, static_cast<int>(list.size()));
        if (list.empty())
            continue;
        const auto size = static_cast<double>(list.size());
        map.score.data()[i] = static_cast<float>(std::accumulate(list.begin(), list.end(), 0.0) / size);
        const auto active = std::count_if(list.begin(), list.end(), [](float score) { return score > 0; });
        map.frequency.data()[i] = static_cast<float>(static_cast<double>(active) / size);
    }
    map.nSamples = map.nCounted;
    return map;
}

HeadScores readScoreFile(const std::filesystem::path &file)
{
    const nlohmann::json json = parse(file);
    if (!json.is_object() || json.empty())
        throw EngineError("The score file " + inQuotes(file) + " does not hold an object {\"layer-head\": [scores]}.");
    std::map<HeadId, std::vector<float>> lists;
    HeadScores scores;
    for (const auto &[key, value] : json.items()) {
        const HeadId id = headOf(key, file);
        lists[id] = listOf(value, key, file);
        scores.nLayers = std::max(scores.nLayers, id.layer + 1);
        scores.nHeads = std::max(scores.nHeads, id.head + 1);
    }
    if (scores.nLayers * scores.nHeads > maxHeads)
        throw EngineError("The score file " + inQuotes(file) + " names heads of a model with " + std::to_string(scores.nLayers)
            + " layers of " + std::to_string(scores.nHeads) + " heads, more than any model has; look for a head whose number is mistyped.");
    scores.samples.resize(static_cast<std::size_t>(scores.nLayers) * static_cast<std::size_t>(scores.nHeads));
    for (auto &[id, list] : lists)
        scores.samples[static_cast<std::size_t>(id.layer * scores.nHeads + id.head)] = std::move(list);
    return scores;
}

void writeScoreFile(const std::filesystem::path &file, const HeadScores &scores)
{
    auto temporary = file;
    temporary += ".part";
    std::ofstream stream(temporary, std::ios::trunc);
    stream << toText(scores);
    stream.close();
    std::error_code error;
    if (stream)
        std::filesystem::rename(temporary, file, error);
    if (!stream || error) {
        const std::string cause = error ? error.message() : std::strerror(errno);
        std::filesystem::remove(temporary, error);
        throw EngineError(
            "The score file " + inQuotes(file) + " cannot be written (" + cause + "); check the folder and the room on the disk.");
    }
}

} // namespace needlescope
