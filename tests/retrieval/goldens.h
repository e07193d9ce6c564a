// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "files/safetensors.h"
#include "oracles.h"

#include <filesystem>
#include <fstream>
#include <vector>

/// The goldens of ../shared/oracles/retriever; its README describes the fields.
namespace goldens {

inline const std::filesystem::path root = needlescope::oracles() / "retriever";

inline bool present()
{
    return std::filesystem::exists(root / "goldens");
}

inline nlohmann::json read(const std::string &name)
{
    std::ifstream stream(root / "goldens" / name);
    return nlohmann::json::parse(stream);
}

template <typename T>
std::vector<T> values(const needlescope::SafetensorsFile &file, const std::string &tensor)
{
    const auto bytes = file.tensor(tensor).bytes;
    std::vector<T> result(bytes.size() / sizeof(T));
    std::memcpy(result.data(), bytes.data(), bytes.size());
    return result;
}

inline needlescope::HeadArray headArray(const nlohmann::json &rows)
{
    const auto values = rows.get<std::vector<std::vector<float>>>();
    needlescope::HeadArray array(static_cast<int>(values.size()), static_cast<int>(values.at(0).size()));
    for (int layer = 0; layer < array.rows(); ++layer) {
        for (int head = 0; head < array.cols(); ++head)
            array(layer, head) = values[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
    }
    return array;
}

inline needlescope::GenerationRequest requestOf(const nlohmann::json &sample)
{
    needlescope::GenerationRequest request;
    request.promptIds = sample.at("prompt_ids").get<std::vector<std::int32_t>>();
    request.needle = {sample.at("needle_start").get<int>(), sample.at("needle_end").get<int>()};
    request.answer = sample.at("needle").get<std::string>();
    request.maxTokens = sample.at("max_new").get<int>();
    if (const int stop = sample.at("stop_id").get<int>(); stop >= 0)
        request.stopIds = {stop};
    return request;
}

} // namespace goldens
