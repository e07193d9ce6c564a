// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/normalizer.h"

#include "api/utf8.h"
#include "text/bytelevel.h"
#include "text/precompiled.h"
#include "text/unicodenormalizer.h"

#include <algorithm>

namespace needlescope {

namespace {

class NormalizerSequence : public Normalizer
{
public:
    NormalizerSequence(const JsonView &list, int nesting)
    {
        for (std::size_t i = 0; i < list.size(); ++i)
            m_steps.push_back(Normalizer::read(list[i], nesting + 1));
    }
    void apply(AlignedText &text) const override
    {
        for (const auto &step : m_steps)
            step->apply(text);
    }

private:
    std::vector<std::unique_ptr<const Normalizer>> m_steps;
};

class Lowercase : public Normalizer
{
public:
    void apply(AlignedText &text) const override
    {
        AlignedText result;
        for (std::size_t i = 0; i < text.text.size();) {
            const std::size_t length = characterAt(text.text, i).length;
            const unsigned char byte = static_cast<unsigned char>(text.text[i]);
            if (byte >= 'A' && byte <= 'Z')
                result.append(std::string(1, static_cast<char>(byte - 'A' + 'a')), text.origin[i]);
            else if (length == 1)
                result.append(text, i, i + 1);
            else
                appendLower(result, text, i, i + length);
            i += length;
        }
        text = std::move(result);
    }

private:
    static void appendLower(AlignedText &result, const AlignedText &text, std::size_t begin, std::size_t end)
    {
        const std::string_view character = std::string_view(text.text).substr(begin, end - begin);
        const std::string lower = lowerCaseCharacter(character);
        if (lower == character)
            result.append(text, begin, end);
        else
            result.append(lower, text.originOf(begin, end));
    }
};

class Strip : public Normalizer
{
public:
    explicit Strip(const JsonView &options)
        : m_left(options.boolean("strip_left", true))
        , m_right(options.boolean("strip_right", true))
    {
    }
    void apply(AlignedText &text) const override
    {
        std::size_t begin = text.text.size();
        std::size_t end = 0;
        for (std::size_t i = 0; i < text.text.size();) {
            const Utf8Character c = characterAt(text.text, i);
            if (!isWhitespace(c.codePoint)) {
                begin = std::min(begin, i);
                end = i + c.length;
            }
            i += c.length;
        }
        if (begin > end) // only white space
            text = m_left || m_right ? AlignedText() : text;
        else
            text = text.slice(m_left ? begin : 0, m_right ? end : text.text.size());
    }

private:
    bool m_left;
    bool m_right;
};

class Prepend : public Normalizer
{
public:
    explicit Prepend(std::string inserted)
        : m_inserted(std::move(inserted))
    {
    }
    void apply(AlignedText &text) const override
    {
        if (!text.empty())
            text.prepend(m_inserted);
    }

private:
    std::string m_inserted;
};

class Replace : public Normalizer
{
public:
    Replace(Regex pattern, std::string content)
        : m_pattern(std::move(pattern))
        , m_content(std::move(content))
    {
    }
    void apply(AlignedText &text) const override
    {
        AlignedText result;
        for (const TextPart &part : m_pattern.partsOf(text.text)) {
            if (part.isMatch)
                result.append(m_content, text.originOf(part.begin, part.end));
            else
                result.append(text, part.begin, part.end);
        }
        text = std::move(result);
    }

private:
    Regex m_pattern;
    std::string m_content;
};

class StripAccents : public Normalizer
{
public:
    void apply(AlignedText &text) const override
    {
        AlignedText result;
        for (std::size_t i = 0; i < text.text.size();) {
            const Utf8Character c = characterAt(text.text, i);
            if (!isMark(c.codePoint))
                result.append(text, i, i + c.length);
            i += c.length;
        }
        text = std::move(result);
    }
};

class ByteLevelNormalizer : public Normalizer
{
public:
    void apply(AlignedText &text) const override { text = bytesAsCharacters(text); }
};

} // namespace

std::unique_ptr<const Normalizer> Normalizer::read(const JsonView &component, int nesting)
{
    const std::string &type = component.at("type").string();
    if (nesting > maximalNesting)
        component.fail("is nested too deeply");
    if (type == "Sequence")
        return std::make_unique<NormalizerSequence>(component.at("normalizers"), nesting);
    if (type == "Lowercase")
        return std::make_unique<Lowercase>();
    if (type == "Strip")
        return std::make_unique<Strip>(component);
    if (type == "Prepend")
        return std::make_unique<Prepend>(component.at("prepend").string());
    if (type == "Replace")
        return std::make_unique<Replace>(readPattern(component.at("pattern")), component.at("content").string());
    if (type == "StripAccents")
        return std::make_unique<StripAccents>();
    if (type == "ByteLevel")
        return std::make_unique<ByteLevelNormalizer>();
    if (type == "Precompiled")
        return std::make_unique<Precompiled>(component);
    if (auto unicode = makeUnicodeNormalizer(type))
        return unicode;
    component.failUnsupported(Sentence("the normalizer \"{}\"", type));
}

} // namespace needlescope
