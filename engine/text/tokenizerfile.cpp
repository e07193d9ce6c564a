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

[[noreturn]] void fail(const std::filesystem::path &file, const std::string &cause)
{
    throw EngineError(file.string() + ": " + cause + "; fetch the file again from where the model came.");
}

} // namespace

std::string readTokenizerFile(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        fail(file, error ? "cannot be read (" + error.message() + ")" : "is not a file");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        fail(file, std::string("cannot be opened (") + std::strerror(errno) + ")");
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
        fail(file, "is not JSON from byte " + std::to_string(error.byte) + " on, perhaps cut short");
    } catch (const nlohmann::json::exception &) {
        fail(file, "holds a number that is out of range");
    }
}

} // namespace needlescope
