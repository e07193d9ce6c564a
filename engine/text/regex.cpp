// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/regex.h"

#include "api/engineerror.h"
#include "api/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace needlescope {

namespace {

// What goes between the brackets of a class. PCRE2's own \s and \w differ: \s has U+180E, \w lacks combining marks.
constexpr std::string_view whitespaceSet
    = R"(\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";
constexpr std::string_view wordSet = R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})";
constexpr std::string_view hexSet = "0-9a-fA-F";

/// Rewrites an Oniguruma pattern (Ruby syntax) for PCRE2.
class OnigurumaTranslator
{
public:
    explicit OnigurumaTranslator(std::string_view pattern)
        : m_in(pattern)
    {
    }

    std::string translate()
    {
        while (m_at < m_in.size()) {
            if (m_in[m_at] == '\\')
                escape();
            else if (m_inClass)
                insideClass();
            else
                outsideClass();
        }
        return std::move(m_out);
    }

private:
    bool ahead(std::string_view text) const { return m_in.substr(m_at).starts_with(text); }
    void copy(std::size_t n)
    {
        m_out += m_in.substr(m_at, n);
        m_at += n;
    }
    void put(std::string_view text, std::size_t consumed)
    {
        m_out += text;
        m_at += consumed;
    }
    void putSet(std::string_view set, bool negated)
    {
        if (m_inClass && negated)
            throw std::invalid_argument("a negated set inside a character class, which has no equal in PCRE2");
        put(m_inClass ? std::string(set) : (negated ? "[^" : "[") + std::string(set) + "]", 2);
    }

    void escape()
    {
        const char c = m_at + 1 < m_in.size() ? m_in[m_at + 1] : '\0';
        const std::string w = "[" + std::string(wordSet) + "]";
        if (c == 's' || (c == 'S' && !m_inClass))
            putSet(whitespaceSet, c == 'S');
        else if (c == 'w' || c == 'W')
            putSet(wordSet, c == 'W');
        else if (c == 'h' || c == 'H')
            putSet(hexSet, c == 'H');
        else if (c == 'b' && !m_inClass)
            put("(?:(?<=" + w + ")(?!" + w + ")|(?<!" + w + ")(?=" + w + "))", 2);
        else if (c == 'B' && !m_inClass)
            put("(?:(?<=" + w + ")(?=" + w + ")|(?<!" + w + ")(?!" + w + "))", 2);
        else if (c == 'u' && m_at + 6 <= m_in.size())
            put("\\x{" + std::string(m_in.substr(m_at + 2, 4)) + "}", 6);
        else
            copy(2);
    }

    void insideClass()
    {
        if (ahead("&&"))
            throw std::invalid_argument("an intersection of character classes (&&), which has no equal in PCRE2");
        if (ahead("[:")) {
            const std::size_t end = m_in.find(":]", m_at);
            copy(end == std::string_view::npos ? 2 : end + 2 - m_at);
            return;
        }
        if (ahead("[^"))
            throw std::invalid_argument("a negated character class inside another, which has no equal in PCRE2");
        // A class inside a class only adds its members, so its brackets can go.
        if (ahead("[")) {
            ++m_nestedClasses;
            put("", 1);
        } else if (ahead("]") && m_nestedClasses > 0) {
            --m_nestedClasses;
            put("", 1);
        } else {
            m_inClass = !ahead("]");
            copy(1);
        }
    }

    void outsideClass()
    {
        if (ahead("[")) {
            m_inClass = true;
            copy(ahead("[^") ? 2 : 1);
            if (ahead("]"))
                copy(1);
        } else if (ahead("{,")) {
            put("{0,", 2);
        } else if (ahead("(?")) {
            const std::size_t end = m_in.find_first_not_of("imx-", m_at + 2);
            if (m_in.substr(m_at, end - m_at).find('m') != std::string_view::npos)
                throw std::invalid_argument("the option (?m), which means something else in PCRE2");
            copy(2);
        } else {
            copy(1);
        }
    }

    std::string_view m_in;
    std::string m_out;
    std::size_t m_at = 0;
    bool m_inClass = false;
    int m_nestedClasses = 0;
};

template <auto function>
struct Freed
{
    template <typename T>
    void operator()(T *value) const
    {
        function(value);
    }
};

/// What one thread needs for matching; a JIT stack of its own, because the default of 32 KB is too small for long runs.
struct MatchScratch
{
    std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>> data{pcre2_match_data_create(1, nullptr)};
    std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>> context{pcre2_match_context_create(nullptr)};
    std::unique_ptr<pcre2_jit_stack, Freed<pcre2_jit_stack_free>> stack{
        pcre2_jit_stack_create(std::size_t{32} << 10, std::size_t{8} << 20, nullptr)};
    MatchScratch() { pcre2_jit_stack_assign(context.get(), nullptr, stack.get()); }
};

std::string messageOf(int error)
{
    PCRE2_UCHAR8 buffer[256];
    pcre2_get_error_message(error, buffer, sizeof buffer);
    return reinterpret_cast<const char *>(buffer);
}

} // namespace

Regex Regex::fromOniguruma(std::string_view pattern)
{
    return Regex(OnigurumaTranslator(pattern).translate());
}

Regex Regex::literal(std::string_view text)
{
    std::string pattern;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Character c = characterAt(text, i);
        char escaped[16];
        std::snprintf(escaped, sizeof escaped, "\\x{%x}", static_cast<unsigned>(c.codePoint));
        pattern += escaped;
        i += c.length;
    }
    return Regex(pattern);
}

Regex::Regex(const std::string &pattern)
    : m_pattern(pattern)
{
    int error = 0;
    PCRE2_SIZE place = 0;
    constexpr auto options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    const std::unique_ptr<pcre2_compile_context, Freed<pcre2_compile_context_free>> context(pcre2_compile_context_create(nullptr));
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    pcre2_code *code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &place, context.get());
    if (!code)
        throw std::invalid_argument("the regular expression \"" + pattern + "\" that PCRE2 refuses (" + messageOf(error) + ")");
    m_code = std::shared_ptr<const void>(code, [](const void *p) { pcre2_code_free(static_cast<pcre2_code *>(const_cast<void *>(p))); });
    // Where this machine has no JIT, pcre2_match interprets: slower, same result.
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
}

std::vector<TextPart> Regex::partsOf(std::string_view text) const
{
    static thread_local const MatchScratch scratch;
    const auto *code = static_cast<const pcre2_code *>(m_code.get());
    const auto *subject = reinterpret_cast<PCRE2_SPTR>(text.data());
    // Without this flag PCRE2 would check the whole rest of the text again at every match.
    const std::uint32_t options = isValidUtf8(text) ? PCRE2_NO_UTF_CHECK : 0;

    std::vector<TextPart> parts;
    std::size_t previous = 0;
    bool hasPrevious = false;
    for (std::size_t start = 0; start <= text.size();) {
        const int result = pcre2_match(code, subject, text.size(), start, options, scratch.data.get(), scratch.context.get());
        if (result == PCRE2_ERROR_NOMATCH)
            break;
        if (result < 0)
            throw EngineError("The tokenizer's regular expression \"{}\" gave up on this text ({}); shorten the text or take a model with "
                              "another tokenizer.",
                m_pattern, messageOf(result));
        const PCRE2_SIZE *range = pcre2_get_ovector_pointer(scratch.data.get());
        const std::size_t begin = std::max<std::size_t>(range[0], previous);
        const std::size_t end = std::max<std::size_t>(range[1], begin);
        if (begin == end && ((hasPrevious && end == previous) || end < start)) {
            // An empty match right after another is not one; look on behind the next character.
            start = std::max(start, end);
            start += start < text.size() ? characterAt(text, start).length : 1;
            continue;
        }
        if (previous != begin)
            parts.push_back({previous, begin, false});
        parts.push_back({begin, end, true});
        previous = start = end;
        hasPrevious = true;
    }
    if (previous != text.size())
        parts.push_back({previous, text.size(), false});
    return parts;
}

} // namespace needlescope
