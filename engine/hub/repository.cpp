// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/repository.h"

#include "api/json.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

constexpr std::size_t longestText = std::size_t{64} << 20;
constexpr int mostPages = 1000;
constexpr std::size_t sha1Length = 40;
constexpr std::size_t sha256Length = 64;

std::string escaped(const std::string &path)
{
    std::string text;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || c == '-'
            || c == '_' || c == '.' || c == '~' || c == '/';
        if (plain) {
            text += c;
        } else {
            text += '%';
            text += "0123456789ABCDEF"[byte >> 4];
            text += "0123456789ABCDEF"[byte & 15];
        }
    }
    return text;
}

bool isHash(const std::string &text)
{
    return (text.size() == sha1Length || text.size() == sha256Length) && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string textIn(const nlohmann::json &object, const char *key)
{
    const auto value = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && value != object.end() && value->is_string() ? value->get<std::string>() : std::string();
}

std::int64_t sizeIn(const nlohmann::json &object)
{
    const auto value = object.find("size");
    constexpr std::uint64_t largest = std::uint64_t{1} << 60;
    const bool fits = value != object.end() && value->is_number_unsigned() && value->get<std::uint64_t>() <= largest;
    return fits ? value->get<std::int64_t>() : -1;
}

/// An entry of either list: `oid` and `lfs.oid` in a tree, `blobId` and `lfs.sha256` among the siblings.
RepoFile fileOf(const nlohmann::json &entry, const char *nameKey, const char *blobKey, const char *lfsKey)
{
    RepoFile file{textIn(entry, nameKey), -1, {}};
    if (!entry.is_object())
        return file;
    const auto lfs = entry.find("lfs");
    const bool isLarge = lfs != entry.end() && lfs->is_object();
    file.bytes = sizeIn(isLarge && lfs->contains("size") ? *lfs : entry);
    file.hash = isLarge ? textIn(*lfs, lfsKey) : textIn(entry, blobKey);
    return file;
}

bool isTold(const RepoFile &file)
{
    return file.bytes >= 0 && isHash(file.hash);
}

/// The address of `Link: <address>; rel="next"`.
std::string nextPageOf(const HttpAnswer &answer)
{
    const std::string link = answer.header("link");
    const auto begin = link.find('<');
    const auto end = link.find('>', begin);
    if (begin == std::string::npos || end == std::string::npos || link.find("rel=\"next\"", end) == std::string::npos)
        return {};
    return link.substr(begin + 1, end - begin - 1);
}

} // namespace

const RepoFile *Repository::find(const std::string &name) const
{
    const auto found = std::find_if(files.begin(), files.end(), [&](const RepoFile &file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

RepositoryClient::RepositoryClient(const HubAccess &access, const HubName &name)
    : m_access(access)
    , m_name(name)
    , m_http(access)
{
}

Repository RepositoryClient::list(const Work &work)
{
    const std::string answer = text(m_access.endpoint + "/api/models/" + m_name.repo + "/revision/main?blobs=true", {}, work);
    const auto json = nlohmann::json::parse(answer, nullptr, false);
    Repository repository;
    repository.commit = textIn(json, "sha");
    if (repository.commit.size() != sha1Length || !isHash(repository.commit))
        throw EngineError("'{}' does not answer as a hub does about '{}'; check HF_ENDPOINT.", m_access.endpoint, m_name.repo);
    const auto siblings = json.find("siblings");
    for (const nlohmann::json &entry : siblings != json.end() && siblings->is_array() ? *siblings : nlohmann::json::array()) {
        if (auto file = fileOf(entry, "rfilename", "blobId", "sha256"); staysInside(file.name))
            repository.files.push_back(std::move(file));
    }
    if (repository.files.empty() || !std::all_of(repository.files.begin(), repository.files.end(), isTold))
        readTree(repository, work);
    return repository;
}

/// Not every hub tells sizes and hashes among the siblings.
void RepositoryClient::readTree(Repository &repository, const Work &work)
{
    repository.files.clear();
    std::string page = m_access.endpoint + "/api/models/" + m_name.repo + "/tree/" + repository.commit + "?recursive=true";
    for (int pages = 0; !page.empty() && pages < mostPages; ++pages) {
        const auto json = nlohmann::json::parse(text(page, {}, work), nullptr, false);
        if (!json.is_array())
            throw EngineError("'{}' does not answer as a hub does about '{}'; check HF_ENDPOINT.", m_access.endpoint, m_name.repo);
        for (const nlohmann::json &entry : json) {
            auto file = fileOf(entry, "path", "oid", "oid");
            if (textIn(entry, "type") == "file" && staysInside(file.name) && isTold(file))
                repository.files.push_back(std::move(file));
        }
        page = m_nextPage;
    }
}

std::string RepositoryClient::read(const Repository &repository, const std::string &file, const Work &work)
{
    return text(addressOf(repository, file), file, work);
}

std::string RepositoryClient::addressOf(const Repository &repository, const std::string &file) const
{
    return m_access.endpoint + "/" + m_name.repo + "/resolve/" + repository.commit + "/" + escaped(file);
}

std::string RepositoryClient::text(const std::string &url, const std::string &file, const Work &work)
{
    std::string content;
    const auto take = [&](const HttpAnswer &, std::string_view bytes) {
        if (content.size() + bytes.size() > longestText)
            throw EngineError("'{}' answers with more than can be a list or a configuration; check HF_ENDPOINT.", url);
        content += bytes;
    };
    const auto attempt = [&] {
        content.clear();
        return m_http.get(url, 0, work, take);
    };
    const HttpAnswer answer = patiently(work, attempt, [] { return 0; });
    if (!answer.isWhole())
        refuse(answer, file);
    m_nextPage = nextPageOf(answer);
    return content;
}

void RepositoryClient::refuse(const HttpAnswer &answer, const std::string &file) const
{
    const std::string &hub = m_access.endpoint;
    const std::string code = answer.header("x-error-code");
    const std::string what = file.empty() ? m_name.repo : m_name.repo + "/" + file;
    if (!answer.reached)
        throw EngineError("'{}' cannot be reached ({}); check the network connection, or HF_ENDPOINT.", hub, answer.failure);
    if (!answer.failure.empty())
        throw EngineError("The connection to '{}' broke while '{}' was fetched ({}); fetch it again: what has arrived is kept.", hub, what,
            answer.failure);
    switch (answer.status) {
    case 401:
    case 403:
        if (code == "GatedRepo" || answer.status == 403)
            throw EngineError(
                "'{}' is gated: accept its conditions at {}/{}, and set HF_TOKEN to a token of that account that may read it.", what, hub,
                m_name.repo);
        if (!m_access.token.empty() && code != "RepoNotFound")
            throw EngineError(
                "'{}' does not accept the token of {} for '{}'; set HF_TOKEN to one that may read it.", hub, m_access.tokenSource, what);
        throw EngineError(
            "'{}' does not exist on '{}', or is not for everybody; check the name, or set HF_TOKEN to a token that may read it.", what,
            hub);
    case 404:
        throw EngineError("'{}' does not exist on '{}'; check the name.", what, hub);
    case 429:
        if (const double seconds = retryAfter(answer); seconds >= 0)
            throw EngineError("'{}' had too many requests and asks to wait for {} s; fetch '{}' again then: what has arrived is kept.", hub,
                std::ceil(seconds), what);
        throw EngineError("'{}' had too many requests; fetch '{}' again later: what has arrived is kept.", hub, what);
    default:
        throw EngineError(
            "'{}' answers with status {} for '{}'; fetch it again later: what has arrived is kept.", hub, answer.status, what);
    }
}

} // namespace needlescope
