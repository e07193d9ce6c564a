// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/textfile.h"

#include "api/engineerror.h"
#include "api/utf8.h"
#include "measures/words.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace needlescope {

std::filesystem::path pathOrShipped(const std::filesystem::path &path, const std::filesystem::path &shipped, const char *suffix)
{
    std::error_code ignored;
    if (path.empty() || path.is_absolute() || std::filesystem::exists(path, ignored))
        return path;
    for (const auto &candidate : {shipped / (path.string() + suffix), shipped / path}) {
        if (std::filesystem::exists(candidate, ignored))
            return candidate;
    }
    return path;
}

std::string readTextFile(const std::filesystem::path &file, const Sentence &kind)
{
    const auto unreadable = [&](const Sentence &cause) {
        return EngineError("The {} file '{}' cannot be read ({}); check the path.", kind, file.string(), cause);
    };
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        throw unreadable("it is a directory");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw unreadable(Sentence::verbatim(std::strerror(errno)));
    std::ostringstream copy;
    copy << stream.rdbuf();
    std::string content = copy.str();
    if (content.starts_with("\xEF\xBB\xBF")) // a byte order mark, as editors on Windows write it
        content.erase(0, 3);
    if (trimmed(content).empty())
        throw EngineError("The {} file '{}' is empty; choose another one.", kind, file.string());
    if (!isValidUtf8(content) || content.find('\0') != std::string::npos)
        throw EngineError(
            "The {} file '{}' is not UTF-8 text; convert it, for example with iconv, or choose another one.", kind, file.string());
    return content;
}

void forEachLine(std::string_view text, const std::function<void(std::string_view, int)> &onLine)
{
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        if (const std::string_view line = trimmed(text.substr(0, end)); !line.empty())
            onLine(line, number);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

} // namespace needlescope
