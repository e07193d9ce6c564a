// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace needlescope {

/// What a user is told: one sentence that names the file or the input, the cause, and what to do.
class EngineError : public std::runtime_error
{
public:
    explicit EngineError(const std::string &sentence)
        : std::runtime_error(withoutZeros(sentence))
    {
    }

private:
    /// what() ends at the first zero byte, and a file's content that a sentence quotes may hold one.
    static std::string withoutZeros(std::string text)
    {
        for (auto zero = text.find('\0'); zero != std::string::npos; zero = text.find('\0', zero))
            text.replace(zero, 1, "\uFFFD");
        return text;
    }
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
