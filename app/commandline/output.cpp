// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/output.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace needlescope {

using Clock = std::chrono::steady_clock;

namespace {

std::string timeText(double seconds)
{
    const auto whole = std::llround(seconds);
    std::array<char, 32> text{};
    if (whole >= 3600)
        std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text.data(), text.size(), "%lld:%02lld", whole / 60, whole % 60);
    return text.data();
}

std::string lineOf(const Progress &progress)
{
    std::string line = englishOf(progress);
    if (progress.activity == Activity::Fetching)
        line.append(": ").append(bytesText(progress.done)).append(" of ").append(bytesText(progress.total));
    else if (progress.total > 0)
        line.append(" ").append(std::to_string(progress.done)).append(" of ").append(std::to_string(progress.total));
    if (progress.secondsLeft >= 0)
        line.append(", ").append(timeText(progress.secondsLeft)).append(" left");
    return line;
}

} // namespace

void printJson(const nlohmann::json &json)
{
    std::cout << json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

nlohmann::json nested(const HeadArray &array)
{
    auto layers = nlohmann::json::array();
    for (const auto &row : array.rowwise())
        layers.push_back(std::vector<float>(row.begin(), row.end()));
    return layers;
}

nlohmann::json nestedArgmax(const HeadSummaries &heads)
{
    auto steps = nlohmann::json::array();
    auto value = heads.argmax.begin();
    for (int step = 0; step < heads.nSteps; ++step) {
        auto layers = nlohmann::json::array();
        for (int layer = 0; layer < heads.nLayers; ++layer, value += heads.nHeads)
            layers.push_back(std::vector<std::int32_t>(value, value + heads.nHeads));
        steps.push_back(std::move(layers));
    }
    return steps;
}

std::string bytesText(std::int64_t bytes)
{
    static constexpr std::array units{"bytes", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, units.at(unit));
    return text.data();
}

ProgressLine::ProgressLine()
    : m_terminal(::isatty(STDERR_FILENO) == 1)
    , m_shown(Clock::now())
{
}

ProgressLine::~ProgressLine()
{
    if (m_open)
        std::cerr << '\n';
}

void ProgressLine::show(const Progress &progress)
{
    const auto now = Clock::now();
    const auto pause = m_terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
    const bool last = m_terminal && progress.total > 0 && progress.done >= progress.total;
    if (now - m_shown < pause && !last)
        return;
    m_shown = now;
    m_open = m_terminal;
    // \033[K clears what a longer line left behind.
    std::cerr << (m_terminal ? "\r" : "") << lineOf(progress) << (m_terminal ? "\033[K" : "\n") << std::flush;
}

} // namespace needlescope
