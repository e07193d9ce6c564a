// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/work.h"

#include <chrono>
#include <string>

namespace needlescope {

/// Prints one line of JSON. Text that is not UTF-8 is repaired.
void printJson(const nlohmann::json &json);

/// Nested lists, layers x heads.
nlohmann::json nested(const HeadArray &array);

/// Nested lists, steps x layers x heads.
nlohmann::json nestedArgmax(const HeadSummaries &heads);

/// "13.5 GB", "1.2 MB".
std::string bytesText(std::int64_t bytes);

/// A line on standard error that tells how far a long piece of work is, and the time left. Rewritten in place on a terminal; elsewhere a
/// line every ten seconds.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine &) = delete;
    ProgressLine &operator=(const ProgressLine &) = delete;

    void show(const Progress &progress);

private:
    const bool m_terminal;
    std::chrono::steady_clock::time_point m_shown;
    bool m_open = false; ///< a line without its end stands on the terminal
};

/// Work that fires with @p stop and shows its progress on @p line, which outlives it.
inline Work workOf(const std::stop_token &stop, ProgressLine &line)
{
    return {stop, [&line](const Progress &progress) { line.show(progress); }, {}};
}

} // namespace needlescope
