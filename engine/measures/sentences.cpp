// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/sentences.h"

#include <array>

namespace needlescope {

namespace {

constexpr std::array<std::string_view, 6> closers{"\"", "'", ")", "]", "\u201d", "\u2019"};

std::size_t skipClosers(std::string_view text, std::size_t position)
{
    for (bool skipped = true; skipped;) {
        skipped = false;
        for (const std::string_view closer : closers) {
            if (text.substr(position).starts_with(closer)) {
                position += closer.size();
                skipped = true;
            }
        }
    }
    return position;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

std::vector<std::size_t> sentenceEnds(std::string_view text)
{
    std::vector<std::size_t> ends;
    for (std::size_t i = text.find_first_of(".!?"); i != std::string_view::npos; i = text.find_first_of(".!?", i + 1)) {
        const std::size_t end = skipClosers(text, i + 1);
        if (end == text.size() || isSpace(text[end]))
            ends.push_back(end);
    }
    return ends;
}

} // namespace needlescope
