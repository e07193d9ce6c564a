// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/args.h>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace needlescope {

/// A sentence, or a part of one, for the user: a pattern with `{}` in it and what belongs there, so that the window can translate it.
/// Patterns stand as literals where they are said, because the catalogue of translations is made from the sources.
class Sentence
{
public:
    /// Says nothing.
    Sentence() = default;

    /// Words without arguments; braces in it are just braces.
    Sentence(const char *words) // NOLINT(google-explicit-constructor): wherever a sentence is taken, a literal is one
        : m_pattern(words)
    {
    }

    /// @p pattern has a `{}` for each argument. An argument is a sentence or a literal, which are translated too, or anything that fmt
    /// knows, which is not: Sentence("'{}' has {} layers", name, n).
    template <typename First, typename... More>
    Sentence(const char *pattern, const First &first, const More &...more)
        : m_pattern(pattern)
        , m_arguments{argument(first), argument(more)...}
    {
    }

    /// @p text as it is in every language: a name, a number, what a library said.
    static Sentence verbatim(std::string text)
    {
        Sentence sentence;
        sentence.m_pattern = std::move(text);
        sentence.m_verbatim = true;
        return sentence;
    }

    bool empty() const { return m_pattern.empty(); }

    /// In English.
    std::string text() const
    {
        return text([](const std::string &pattern) { return pattern; });
    }

    /// With what @p translate, called with each pattern, gives in its place. A translation that does not fit the arguments is not taken.
    template <typename Translate>
    std::string text(const Translate &translate) const
    {
        if (m_verbatim || m_pattern.empty())
            return m_pattern;
        const std::string translation = translate(m_pattern);
        if (m_arguments.empty())
            return translation;
        std::vector<std::string> words;
        for (const Sentence &argument : m_arguments)
            words.push_back(argument.text(translate));
        const std::string filled = fill(translation, words);
        if (!filled.empty())
            return filled;
        const std::string english = fill(m_pattern, words);
        return english.empty() ? m_pattern : english;
    }

    template <typename Json>
    friend void to_json(Json &json, const Sentence &sentence)
    {
        if (sentence.m_verbatim)
            json = sentence.m_pattern;
        else
            json = {{"pattern", sentence.m_pattern}, {"arguments", sentence.m_arguments}};
    }

    template <typename Json>
    friend void from_json(const Json &json, Sentence &sentence)
    {
        if (json.is_string()) {
            sentence = verbatim(json.template get<std::string>());
            return;
        }
        sentence.m_pattern = json.at("pattern").template get<std::string>();
        sentence.m_arguments = json.at("arguments").template get<std::vector<Sentence>>();
        sentence.m_verbatim = false;
    }

    bool operator==(const Sentence &) const = default;

private:
    template <typename Argument>
    static Sentence argument(const Argument &value)
    {
        if constexpr (std::is_same_v<Argument, Sentence>)
            return value;
        else if constexpr (std::is_convertible_v<const Argument &, const char *> && !std::is_same_v<Argument, char *>)
            return Sentence(static_cast<const char *>(value)); // a char * is what strerror() says
        else
            return verbatim(fmt::format("{}", value));
    }

    /// Empty: they do not fit.
    static std::string fill(const std::string &pattern, const std::vector<std::string> &words)
    {
        fmt::dynamic_format_arg_store<fmt::format_context> store;
        for (const std::string &word : words)
            store.push_back(std::cref(word));
        try {
            return fmt::vformat(pattern, store);
        } catch (const fmt::format_error &) {
            return {};
        }
    }

    std::string m_pattern;
    std::vector<Sentence> m_arguments;
    bool m_verbatim = false;
};

} // namespace needlescope
