// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/split.h"

#include "api/utf8.h"

#include <algorithm>

namespace needlescope {

namespace {

std::vector<TextPart> merged(const std::vector<TextPart> &parts, SplitBehavior behavior)
{
    std::vector<TextPart> result;
    bool previousMatch = false;
    for (const TextPart &part : parts) {
        const bool joins = behavior == SplitBehavior::Contiguous ? part.isMatch == previousMatch : part.isMatch && !previousMatch;
        if (joins && !result.empty())
            result.back().end = part.end;
        else
            result.push_back(part);
        previousMatch = part.isMatch;
    }
    return result;
}

std::vector<TextPart> mergedWithNext(const std::vector<TextPart> &parts)
{
    std::vector<TextPart> result;
    bool previousMatch = false;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        if (part->isMatch && !previousMatch && !result.empty())
            result.back().begin = part->begin;
        else
            result.push_back(*part);
        previousMatch = part->isMatch;
    }
    std::reverse(result.begin(), result.end());
    return result;
}

std::vector<TextPart> arranged(std::vector<TextPart> parts, SplitBehavior behavior)
{
    switch (behavior) {
    case SplitBehavior::Removed:
        std::erase_if(parts, [](const TextPart &part) { return part.isMatch; });
        return parts;
    case SplitBehavior::Isolated:
        return parts;
    case SplitBehavior::MergedWithPrevious:
    case SplitBehavior::Contiguous:
        return merged(parts, behavior);
    case SplitBehavior::MergedWithNext:
        return mergedWithNext(parts);
    }
    return parts;
}

} // namespace

std::optional<SplitBehavior> splitBehaviorFrom(std::string_view name)
{
    if (name == "Removed")
        return SplitBehavior::Removed;
    if (name == "Isolated")
        return SplitBehavior::Isolated;
    if (name == "MergedWithPrevious")
        return SplitBehavior::MergedWithPrevious;
    if (name == "MergedWithNext")
        return SplitBehavior::MergedWithNext;
    if (name == "Contiguous")
        return SplitBehavior::Contiguous;
    return std::nullopt;
}

PartFinder charactersThat(std::function<bool(char32_t)> test)
{
    return [test = std::move(test)](std::string_view text) {
        std::vector<TextPart> parts;
        for (std::size_t i = 0; i < text.size();) {
            const Utf8Character c = characterAt(text, i);
            const bool isMatch = test(c.codePoint);
            if (!isMatch && !parts.empty() && !parts.back().isMatch)
                parts.back().end = i + c.length;
            else
                parts.push_back({i, i + c.length, isMatch});
            i += c.length;
        }
        return parts;
    };
}

void splitPieces(std::vector<AlignedText> &pieces, const PartFinder &find, SplitBehavior behavior)
{
    std::vector<AlignedText> result;
    for (AlignedText &piece : pieces) {
        const std::vector<TextPart> parts = arranged(find(piece.text), behavior);
        if (parts.size() == 1 && parts[0].begin == 0 && parts[0].end == piece.text.size()) {
            result.push_back(std::move(piece));
            continue;
        }
        for (const TextPart &part : parts) {
            if (part.begin < part.end)
                result.push_back(piece.slice(part.begin, part.end));
        }
    }
    pieces = std::move(result);
}

} // namespace needlescope
