// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs.h"

#include <array>
#include <cstdio>
#include <memory>

namespace needlescope {

namespace {

struct CloseProgram
{
    void operator()(std::FILE *stream) const { ::pclose(stream); }
};

} // namespace

std::string quoted(const std::string &text)
{
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string printedBy(const std::string &command)
{
    const std::unique_ptr<std::FILE, CloseProgram> stream(::popen(command.c_str(), "r"));
    std::string said;
    std::array<char, 256> piece{};
    while (stream && std::fgets(piece.data(), static_cast<int>(piece.size()), stream.get()) != nullptr)
        said += piece.data();
    return said;
}

} // namespace needlescope
