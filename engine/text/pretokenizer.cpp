// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/pretokenizer.h"

#include "api/utf8.h"
#include "text/bytelevel.h"
#include "text/metaspace.h"
#include "text/split.h"

#include <unicode/uchar.h>

#include <stdexcept>

namespace needlescope {

namespace {

bool isNumeric(char32_t c)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0;
}

bool isPunctuation(char32_t c)
{
    const bool asciiPunctuation = (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
    return asciiPunctuation || (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_P_MASK) != 0;
}

/// Cuts at what a finder matches; most pre-tokenizers are this with different finders.
class Splitter : public PreTokenizer
{
public:
    Splitter(PartFinder find, SplitBehavior behavior)
        : m_find(std::move(find))
        , m_behavior(behavior)
    {
    }
    void apply(std::vector<AlignedText> &pieces) const override { splitPieces(pieces, m_find, m_behavior); }

private:
    PartFinder m_find;
    SplitBehavior m_behavior;
};

class PreTokenizerSequence : public PreTokenizer
{
public:
    PreTokenizerSequence(const JsonView &list, int nesting)
    {
        for (std::size_t i = 0; i < list.size(); ++i)
            m_steps.push_back(PreTokenizer::read(list[i], nesting + 1));
    }
    void apply(std::vector<AlignedText> &pieces) const override
    {
        for (const auto &step : m_steps)
            step->apply(pieces);
    }

private:
    std::vector<std::unique_ptr<const PreTokenizer>> m_steps;
};

PartFinder matchesOf(Regex regex, bool invert)
{
    return [regex = std::move(regex), invert](std::string_view text) {
        std::vector<TextPart> parts = regex.partsOf(text);
        for (TextPart &part : parts)
            part.isMatch = part.isMatch != invert;
        return parts;
    };
}

SplitBehavior readBehavior(const JsonView &name)
{
    const auto behavior = splitBehaviorFrom(name.string());
    if (!behavior)
        name.failUnsupported(Sentence("the behaviour \"{}\"", name.string()));
    return *behavior;
}

std::unique_ptr<const PreTokenizer> readSplit(const JsonView &component)
{
    return std::make_unique<Splitter>(
        matchesOf(readPattern(component.at("pattern")), component.boolean("invert", false)), readBehavior(component.at("behavior")));
}

std::unique_ptr<const PreTokenizer> readDigits(const JsonView &component)
{
    const bool individual = component.boolean("individual_digits", false);
    return std::make_unique<Splitter>(charactersThat(isNumeric), individual ? SplitBehavior::Isolated : SplitBehavior::Contiguous);
}

std::unique_ptr<const PreTokenizer> readPunctuation(const JsonView &component)
{
    const auto behavior = component.find("behavior");
    return std::make_unique<Splitter>(charactersThat(isPunctuation), behavior ? readBehavior(*behavior) : SplitBehavior::Isolated);
}

/// Rust's regex crate, which this one component of the library uses, also counts the joiners as parts of words.
std::unique_ptr<const PreTokenizer> makeWhitespace()
{
    const std::string word = R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200c}\x{200d})";
    const std::string space = R"(\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";
    return std::make_unique<Splitter>(matchesOf(Regex("[" + word + "]+|[^" + word + space + "]+"), true), SplitBehavior::Removed);
}

} // namespace

Regex readPattern(const JsonView &pattern)
{
    try {
        if (pattern.isString())
            return Regex::literal(pattern.string());
        if (const auto regex = pattern.find("Regex"))
            return Regex::fromOniguruma(regex->string());
        return Regex::literal(pattern.at("String").string());
    } catch (const std::invalid_argument &error) {
        pattern.failUnsupported(error.what());
    }
}

std::unique_ptr<const PreTokenizer> PreTokenizer::read(const JsonView &component, int nesting)
{
    const std::string &type = component.at("type").string();
    if (nesting > maximalNesting)
        component.fail("is nested too deeply");
    if (type == "Sequence")
        return std::make_unique<PreTokenizerSequence>(component.at("pretokenizers"), nesting);
    if (type == "ByteLevel")
        return std::make_unique<ByteLevel>(component);
    if (type == "Metaspace")
        return std::make_unique<Metaspace>(component);
    if (type == "Split")
        return readSplit(component);
    if (type == "Digits")
        return readDigits(component);
    if (type == "Punctuation")
        return readPunctuation(component);
    if (type == "Whitespace")
        return makeWhitespace();
    if (type == "WhitespaceSplit")
        return std::make_unique<Splitter>(charactersThat(isWhitespace), SplitBehavior::Removed);
    if (type == "CharDelimiterSplit") {
        const char32_t delimiter = component.at("delimiter").character();
        return std::make_unique<Splitter>(charactersThat([delimiter](char32_t c) { return c == delimiter; }), SplitBehavior::Removed);
    }
    component.failUnsupported(Sentence("the pre-tokenizer \"{}\"", type));
}

} // namespace needlescope
