// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizerfile.h"

#include "api/engineerror.h"
#include "api/json.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace needlescope {

namespace {

[[noreturn]] void fail(const std::filesystem::path &file, const Sentence &cause)
{
    throw EngineError("{}: {}; fetch the file again from where the model came.", file.string(), cause);
}

} // namespace

std::string readTokenizerFile(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        fail(file, error ? Sentence("cannot be read ({})", error.message()) : Sentence("is not a file"));
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        fail(file, Sentence("cannot be opened ({})", std::strerror(errno)));
    std::string content{std::istreambuf_iterator<char>(stream), {}};
    if (stream.bad())
        fail(file, "cannot be read to its end");
    if (content.empty())
        fail(file, "is empty");
    return content;
}

nlohmann::json readTokenizerJson(const std::filesystem::path &file)
{
    try {
        nlohmann::json json = nlohmann::json::parse(readTokenizerFile(file));
        if (!json.is_object())
            fail(file, "is JSON, but not an object");
        return json;
    } catch (const nlohmann::json::parse_error &error) {
        fail(file, Sentence("is not JSON from byte {} on, perhaps cut short", error.byte));
    } catch (const nlohmann::json::exception &) {
        fail(file, "holds a number that is out of range");
    }
}

} // namespace needlescope
