// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/sentence.h"

#include <stdexcept>
#include <string>

namespace needlescope {

/// What a user is told: one sentence that names the file or the input, the cause, and what to do.
class EngineError : public std::runtime_error
{
public:
    explicit EngineError(Sentence sentence)
        : std::runtime_error(withoutZeros(sentence.text()))
        , m_sentence(std::move(sentence))
    {
    }

    /// As Sentence takes them: EngineError("'{}' has {} layers; ...", name, n).
    template <typename... Arguments>
    explicit EngineError(const char *pattern, const Arguments &...arguments)
        : EngineError(Sentence(pattern, arguments...))
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
