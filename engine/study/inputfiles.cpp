// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/inputfiles.h"

#include "api/engineerror.h"
#include "retrieval/words.h"
#include "text/utf8.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace needlescope {

namespace {

std::string contentOf(const std::filesystem::path &file, const char *kind)
{
    const auto unreadable = [&](const std::string &cause) {
        return EngineError(std::string("The ") + kind + " file '" + file.string() + "' cannot be read (" + cause + "); check the path.");
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw unreadable("it is a directory");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw unreadable(std::strerror(errno));
    std::ostringstream copy;
    copy << stream.rdbuf();
    std::string content = copy.str();
    if (trimmed(content).empty())
        throw EngineError(std::string("The ") + kind + " file '" + file.string() + "' is empty; choose another one.");
    if (!isValidUtf8(content))
        throw EngineError(
            std::string("The ") + kind + " file '" + file.string() + "' is not UTF-8 text; convert it, for example with iconv.");
    return content;
}

Needle needleOf(std::string_view line, const std::filesystem::path &file, int number)
{
    std::string cause;
    try {
        auto needle = nlohmann::json::parse(line).get<Needle>();
        if (!trimmed(needle.statement).empty() && !trimmed(needle.question).empty())
            return needle;
        cause = "its needle or its question is empty";
    } catch (const nlohmann::json::exception &error) {
        cause = error.what();
    }
    throw EngineError("Line " + std::to_string(number) + " of the needles file '" + file.string() + "' is not a needle (" + cause
        + "); write {\"needle\": \"...\", \"question\": \"...\", \"real_needle\": \"...\"}.");
}

} // namespace

std::vector<Needle> readNeedles(const std::filesystem::path &file)
{
    const std::string content = contentOf(file, "needles");
    std::string_view rest = content;
    std::vector<Needle> needles;
    for (int number = 1; !rest.empty(); ++number) {
        const auto end = rest.find('\n');
        const std::string_view line = trimmed(rest.substr(0, end));
        if (!line.empty())
            needles.push_back(needleOf(line, file, number));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return needles;
}

Haystack readHaystack(const std::filesystem::path &file)
{
    return {file.stem().string(), contentOf(file, "haystack")};
}

} // namespace needlescope
