// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/hubaccess.h"

#include "api/engineerror.h"
#include "resources/hubcache.h"
#include "resources/userfolders.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace needlescope {

namespace {

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

std::string trimmed(const std::string &text)
{
    constexpr auto blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool isOn(const std::string &value)
{
    std::string upper = value;
    std::transform(
        upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
    return upper == "1" || upper == "ON" || upper == "YES" || upper == "TRUE";
}

std::string endpointOf(std::string address)
{
    if (address.empty())
        return "https://huggingface.co";
    if (!address.starts_with("https://") && !address.starts_with("http://"))
        throw EngineError("HF_ENDPOINT is '{}', which is no address that begins with https:// or http://; correct or unset it.", address);
    while (address.ends_with('/'))
        address.pop_back();
    return address;
}

void findToken(HubAccess &access)
{
    for (const char *name : {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
        access.token = trimmed(variable(name));
        access.tokenSource = name;
        if (!access.token.empty())
            return;
    }
    std::filesystem::path file = environmentPath("HF_TOKEN_PATH");
    if (file.empty())
        file = hubHome() / "token";
    std::string line;
    std::getline(std::ifstream(file), line);
    access.token = trimmed(line);
    access.tokenSource = file.string();
}

} // namespace

HubAccess hubAccess()
{
    if (isOn(variable("HF_HUB_OFFLINE")))
        throw EngineError("HF_HUB_OFFLINE forbids fetching; unset it to fetch a model.");
    HubAccess access;
    access.endpoint = endpointOf(trimmed(variable("HF_ENDPOINT")));
    findToken(access);
    const auto isOdd = [](unsigned char c) { return c <= 0x20 || c >= 0x7f; };
    if (std::any_of(access.token.begin(), access.token.end(), isOdd))
        throw EngineError("The token in {} holds characters that no token has; set it anew.", access.tokenSource);
    return access;
}

} // namespace needlescope
