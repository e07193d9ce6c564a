// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/scorefile.h"

#include "archive/mapfile.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>

namespace needlescope {

namespace {

// Of anything that could be a model: a typing error must cost neither memory nor minutes.
constexpr int maxLayersOrHeads = 4096;
constexpr int maxHeads = 1 << 17; // of all layers together

HeadId headOf(const std::string &key, const std::filesystem::path &file)
{
    try {
        const HeadId id = parseHeadId(key);
        if (id.layer < maxLayersOrHeads && id.head < maxLayersOrHeads)
            return id;
    } catch (const EngineError &) {
    }
    throw EngineError("The score file '{}' has an entry '{}' where 'layer-head' belongs, for example \"16-19\".", file.string(), key);
}

std::vector<float> listOf(const nlohmann::json &value, const std::string &key, const std::filesystem::path &file)
{
    try {
        return value.is_number() ? std::vector<float>{value.get<float>()} : value.get<std::vector<float>>();
    } catch (const nlohmann::json::exception &) {
        throw EngineError("The score file '{}' has something else than a list of numbers for head {}.", file.string(), key);
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
        const HeadArray *values = sample.head("score");
        if (!sample.counted || !values)
            continue;
        for (std::size_t i = 0; i < scores.samples.size(); ++i)
            scores.samples[i].push_back(values->data()[i]);
    }
    return scores;
}

ScoreMap scoreMapOf(const HeadScores &scores)
{
    ScoreMap map;
    map.score = HeadArray::Zero(scores.nLayers, scores.nHeads);
    map.frequency = map.score;
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

HeadScores headScoresIn(const std::string &content, const std::filesystem::path &file)
{
    nlohmann::json json;
    try {
        json = nlohmann::json::parse(content);
    } catch (const nlohmann::json::exception &error) {
        throw EngineError("The score file '{}' is not JSON ({}); get it again.", file.string(), error.what());
    }
    if (!json.is_object() || json.empty())
        throw EngineError("The score file '{}' does not hold an object {{\"layer-head\": [scores]}}.", file.string());
    std::map<HeadId, std::vector<float>> lists;
    HeadScores scores;
    for (const auto &[key, value] : json.items()) {
        const HeadId id = headOf(key, file);
        lists[id] = listOf(value, key, file);
        scores.nLayers = std::max(scores.nLayers, id.layer + 1);
        scores.nHeads = std::max(scores.nHeads, id.head + 1);
    }
    checkMapSize(scores.nLayers, scores.nHeads, file);
    scores.samples.resize(static_cast<std::size_t>(scores.nLayers) * static_cast<std::size_t>(scores.nHeads));
    for (auto &[id, list] : lists)
        scores.samples[static_cast<std::size_t>(id.layer * scores.nHeads + id.head)] = std::move(list);
    return scores;
}

HeadScores readScoreFile(const std::filesystem::path &file)
{
    return headScoresIn(readMapText(file), file);
}

std::string readMapText(const std::filesystem::path &file)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw EngineError("The score file '{}' is a directory; choose a file in it.", file.string());
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw EngineError("The score file '{}' cannot be opened ({}); check the path.", file.string(), std::strerror(errno));
    return {std::istreambuf_iterator<char>(stream), {}};
}

void checkMapSize(int nLayers, int nHeads, const std::filesystem::path &file)
{
    if (std::int64_t{nLayers} * nHeads > maxHeads)
        throw EngineError(
            "The score file '{}' names heads of a model with {} layers of {} heads, more than any model has; look for a head whose "
            "number is mistyped.",
            file.string(), nLayers, nHeads);
}

void writeFile(const std::filesystem::path &file, const std::string &text)
{
    auto temporary = file;
    temporary += ".part";
    std::ofstream stream(temporary, std::ios::trunc);
    stream << text;
    stream.close();
    std::error_code error;
    if (stream)
        std::filesystem::rename(temporary, file, error);
    if (!stream || error) {
        const std::string cause = error ? error.message() : std::strerror(errno);
        std::filesystem::remove(temporary, error);
        throw EngineError("The score file '{}' cannot be written ({}); check the folder and the room on the disk.", file.string(), cause);
    }
}

void writeScoreFile(const std::filesystem::path &file, const HeadScores &scores)
{
    writeFile(file, toText(scores));
}

} // namespace needlescope
