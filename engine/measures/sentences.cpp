// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/sentences.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace needlescope {

namespace {

constexpr std::array<std::string_view, 11> closers{
    "\"", "'", ")", "]", "\u201d", "\u2019", "\u300d", "\u300f", "\uff09", "\u300b", "\u3011"};
constexpr std::array<std::string_view, 4> wideEnds{"\u3002", "\uff01", "\uff1f", "\uff61"}; ///< of scripts without spaces

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// A quotation mark that may as well open what comes next closes only before a space. Behind a wide end a sentence may begin at once.
bool closes(std::string_view text, std::size_t position, std::string_view closer, bool wide)
{
    const std::size_t end = position + closer.size();
    const bool mayOpen = closer == "\"" || closer == "'";
    return text.substr(position).starts_with(closer) && !(wide && mayOpen && end < text.size() && !isSpace(text[end]));
}

std::size_t skipClosers(std::string_view text, std::size_t position, bool wide)
{
    for (bool skipped = true; skipped;) {
        skipped = false;
        for (const std::string_view closer : closers) {
            if (closes(text, position, closer, wide)) {
                position += closer.size();
                skipped = true;
            }
        }
    }
    return position;
}

/// 0: none stands there.
std::size_t lengthOfWideEnd(std::string_view text, std::size_t position)
{
    const auto end = std::ranges::find_if(wideEnds, [&](std::string_view mark) { return text.substr(position).starts_with(mark); });
    return end == wideEnds.end() ? 0 : end->size();
}

/// "Mr." ends no sentence.
bool isBehindTitle(std::string_view text, std::size_t stop)
{
    constexpr std::array<std::string_view, 5> titles{"Mr", "Mrs", "Ms", "Dr", "Prof"};
    return text[stop] == '.' && std::ranges::any_of(titles, [&](std::string_view title) {
        const std::string_view before = text.substr(0, stop);
        return before.ends_with(title)
            && (before.size() == title.size() || !std::isalnum(static_cast<unsigned char>(before[stop - title.size() - 1])));
    });
}

} // namespace

std::vector<std::size_t> sentenceEnds(std::string_view text)
{
    std::vector<std::size_t> ends;
    constexpr std::string_view beginnings = ".!?\xe3\xef"; // of all marks, in UTF-8
    for (std::size_t i = text.find_first_of(beginnings); i != std::string_view::npos; i = text.find_first_of(beginnings, i + 1)) {
        const std::size_t wide = lengthOfWideEnd(text, i);
        const bool narrow = std::string_view(".!?").find(text[i]) != std::string_view::npos;
        const std::size_t end = skipClosers(text, i + std::max<std::size_t>(wide, 1), wide > 0);
        const bool endsHere
            = wide > 0 ? lengthOfWideEnd(text, end) == 0 : narrow && (end == text.size() || isSpace(text[end])) && !isBehindTitle(text, i);
        if (endsHere)
            ends.push_back(end);
    }
    return ends;
}

} // namespace needlescope
