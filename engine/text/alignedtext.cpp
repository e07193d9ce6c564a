// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/alignedtext.h"

namespace needlescope {

AlignedText AlignedText::unchanged(std::string_view source, std::size_t offset)
{
    AlignedText result{std::string(source), {}};
    result.origin.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i)
        result.origin.push_back({offset + i, offset + i + 1});
    return result;
}

void AlignedText::append(std::string_view bytes, TextSpan standsFor)
{
    text.append(bytes);
    origin.insert(origin.end(), bytes.size(), standsFor);
}

void AlignedText::append(const AlignedText &other, std::size_t begin, std::size_t end)
{
    text.append(other.text, begin, end - begin);
    const auto first = other.origin.begin();
    origin.insert(origin.end(), first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end));
}

void AlignedText::prepend(std::string_view inserted)
{
    const std::size_t place = origin.empty() ? 0 : origin.front().begin;
    text.insert(0, inserted);
    origin.insert(origin.begin(), inserted.size(), {place, place});
}

AlignedText AlignedText::slice(std::size_t begin, std::size_t end) const
{
    AlignedText result;
    result.append(*this, begin, end);
    return result;
}

TextSpan AlignedText::originOf(std::size_t begin, std::size_t end) const
{
    if (begin >= end) {
        const std::size_t place = begin < origin.size() ? origin[begin].begin : origin.empty() ? 0 : origin.back().end;
        return {place, place};
    }
    return {origin[begin].begin, origin[end - 1].end};
}

} // namespace needlescope
