// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/args.h>
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace needlescope {

/// A sentence for the user as a pattern with `{}` in it and what belongs there, so that the window can translate the pattern.
struct Sentence
{
    std::string pattern;
    std::vector<std::string> arguments;

    std::string text() const { return text(pattern); }

    /// With @p translation in place of the pattern. One that does not fit the arguments is not taken.
    std::string text(const std::string &translation) const
    {
        if (arguments.empty())
            return translation;
        fmt::dynamic_format_arg_store<fmt::format_context> store;
        for (const std::string &argument : arguments)
            store.push_back(std::cref(argument));
        try {
            return fmt::vformat(translation, store);
        } catch (const fmt::format_error &) {
            return pattern;
        }
    }
};

/// What a user is told: one sentence that names the file or the input, the cause, and what to do.
class EngineError : public std::runtime_error
{
public:
    /// A whole sentence; braces in it are just braces.
    explicit EngineError(const std::string &sentence)
        : EngineError(Sentence{sentence, {}})
    {
    }

    explicit EngineError(Sentence sentence)
        : std::runtime_error(withoutZeros(sentence.text()))
        , m_sentence(std::move(sentence))
    {
    }

    /// @p pattern has a `{}` for each of @p arguments: EngineError("'{}' has {} layers; ...", name, n).
    template <typename First, typename... More>
    EngineError(const char *pattern, const First &first, const More &...more)
        : EngineError(Sentence{pattern, {fmt::format("{}", first), fmt::format("{}", more)...}})
    {
    }

    const Sentence &sentence() const { return m_sentence; }

private:
    /// what() ends at the first zero byte, and a file's content that a sentence quotes may hold one.
    static std::string withoutZeros(std::string text)
    {
        for (auto zero = text.find('\0'); zero != std::string::npos; zero = text.find('\0', zero))
            text.replace(zero, 1, "\uFFFD");
        return text;
    }

    Sentence m_sentence;
};

/// The work was stopped by request. An outcome of its own, never shown as an error.
class Cancelled : public std::runtime_error
{
public:
    Cancelled()
        : std::runtime_error("cancelled")
    {
    }
};

} // namespace needlescope
