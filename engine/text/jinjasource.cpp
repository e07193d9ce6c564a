// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jinjasource.h"

#include "api/utf8.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace needlescope {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view stripped(std::string_view text)
{
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// Where the string that begins at @p quote ends: behind its closing quote.
std::size_t endOfString(std::string_view text, std::size_t quote)
{
    for (std::size_t i = quote + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[quote])
            return i + 1;
    }
    return text.size();
}

bool isQuote(char c)
{
    return c == '\'' || c == '"';
}

/// Where @p end stands first outside of strings, or the text's end.
std::size_t findOutsideStrings(std::string_view text, std::size_t begin, std::string_view end)
{
    for (std::size_t i = begin; i < text.size();) {
        if (text.substr(i).starts_with(end))
            return i;
        i = isQuote(text[i]) ? endOfString(text, i) : i + 1;
    }
    return text.size();
}

/// The text of a quoted string, or nothing where @p source is more than that.
std::optional<std::string> literalOf(std::string_view source)
{
    if (source.size() < 2 || !isQuote(source.front()) || endOfString(source, 0) != source.size() || source.back() != source.front())
        return {};
    std::string text;
    for (std::size_t i = 1; i + 1 < source.size(); ++i) {
        if (source[i] != '\\') {
            text += source[i];
            continue;
        }
        const char escaped = source[++i];
        if (escaped == 'n') {
            text += '\n';
        } else if (escaped == 't') {
            text += '\t';
        } else if (escaped == 'r') {
            text += '\r';
        } else if (escaped == 'u' && i + 4 < source.size()) {
            unsigned character = 0;
            std::from_chars(source.data() + i + 1, source.data() + i + 5, character, 16);
            appendUtf8(text, static_cast<char32_t>(character));
            i += 4;
        } else if (escaped == '\\' || isQuote(escaped)) {
            text += escaped;
        } else {
            text += {'\\', escaped};
        }
    }
    return text;
}

void append(std::vector<JinjaPart> &parts, JinjaPart part)
{
    if (part.literal && part.text.empty())
        return;
    if (part.literal && !parts.empty() && parts.back().literal)
        parts.back().text += part.text;
    else
        parts.push_back(std::move(part));
}

/// Cuts `'a' + b ~ 'c'` at its plus signs and tildes.
void appendExpression(std::vector<JinjaPart> &parts, std::string_view expression)
{
    std::size_t begin = 0;
    int depth = 0;
    const auto finish = [&](std::size_t end) {
        const auto source = stripped(expression.substr(begin, end - begin));
        if (auto text = literalOf(source))
            append(parts, {true, std::move(*text)});
        else
            append(parts, {false, std::string(source)});
    };
    for (std::size_t i = 0; i < expression.size();) {
        const char c = expression[i];
        if (isQuote(c)) {
            i = endOfString(expression, i);
            continue;
        }
        depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
        if (depth == 0 && (c == '+' || c == '~')) {
            finish(i);
            begin = i + 1;
        }
        ++i;
    }
    finish(expression.size());
}

/// `set name = expression`.
std::optional<JinjaStep> assignmentOf(std::string_view statement)
{
    if (!statement.starts_with("set "))
        return {};
    const auto equals = statement.find('=');
    if (equals == std::string_view::npos)
        return {};
    JinjaStep step{JinjaStep::Kind::Assignment, std::string(stripped(statement.substr(4, equals - 4))), {}};
    appendExpression(step.parts, statement.substr(equals + 1));
    return step;
}

class Reader
{
public:
    explicit Reader(std::string_view source)
        : m_source(source)
    {
        // Jinja drops one line feed at the very end.
        if (m_source.ends_with('\n'))
            m_source.remove_suffix(1);
    }

    std::vector<JinjaStep> read()
    {
        while (m_position < m_source.size()) {
            const auto tag = nextTag();
            addText(tag);
            m_position = tag;
            if (tag < m_source.size())
                readTag(tag);
        }
        flush();
        return std::move(m_steps);
    }

private:
    std::size_t nextTag() const
    {
        const auto last = m_source.size() - 1;
        for (auto brace = m_source.find('{', m_position); brace < last; brace = m_source.find('{', brace + 1)) {
            if (std::string_view("{%#").find(m_source[brace + 1]) != std::string_view::npos)
                return brace;
        }
        return m_source.size();
    }

    /// The text in front of a tag, without what the tag strips.
    void addText(std::size_t tag)
    {
        std::string_view text = m_source.substr(m_position, tag - m_position);
        if (tag + 2 < m_source.size()) {
            const char mark = m_source[tag + 2];
            if (mark == '-')
                text = text.substr(0, text.find_last_not_of(blanks) + 1);
            else if (m_source[tag + 1] != '{' && mark != '+')
                text = withoutIndent(text);
        }
        append(m_output.parts, {true, std::string(text)});
    }

    /// lstrip_blocks: blanks between the line's begin and a block go.
    std::string_view withoutIndent(std::string_view text) const
    {
        const auto last = text.find_last_not_of(" \t");
        if (last == std::string_view::npos)
            return m_position == 0 || m_source[m_position - 1] == '\n' ? std::string_view() : text;
        return text[last] == '\n' ? text.substr(0, last + 1) : text;
    }

    void readTag(std::size_t tag)
    {
        const char kind = m_source[tag + 1];
        const std::string_view closing = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
        const auto end
            = kind == '#' ? std::min(m_source.find(closing, tag + 2), m_source.size()) : findOutsideStrings(m_source, tag + 2, closing);
        std::string_view inside = m_source.substr(tag + 2, end - tag - 2);
        m_position = std::min(end + 2, m_source.size());
        const bool stripsAfter = inside.ends_with('-');
        if (inside.starts_with('-') || inside.starts_with('+'))
            inside.remove_prefix(1);
        if (stripsAfter && !inside.empty())
            inside.remove_suffix(1);
        if (stripsAfter)
            m_position = std::min(m_source.find_first_not_of(blanks, m_position), m_source.size());
        else if (kind != '{' && m_position < m_source.size() && m_source[m_position] == '\n')
            ++m_position; // trim_blocks
        if (kind == '{')
            appendExpression(m_output.parts, inside);
        else if (kind == '%')
            addStatement(stripped(inside));
    }

    void addStatement(std::string_view statement)
    {
        flush();
        auto assignment = assignmentOf(statement);
        m_steps.push_back(assignment ? std::move(*assignment) : JinjaStep{JinjaStep::Kind::Statement, std::string(statement), {}});
    }

    void flush()
    {
        if (!m_output.parts.empty())
            m_steps.push_back(std::exchange(m_output, {}));
    }

    std::string_view m_source;
    std::size_t m_position = 0;
    JinjaStep m_output;
    std::vector<JinjaStep> m_steps;
};

} // namespace

std::string JinjaStep::literals() const
{
    std::string text;
    for (const JinjaPart &part : parts)
        text += part.literal ? part.text : "";
    return text;
}

std::vector<JinjaStep> stepsOfJinja(std::string_view source)
{
    return Reader(source).read();
}

} // namespace needlescope
