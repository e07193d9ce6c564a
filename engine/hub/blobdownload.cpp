// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/blobdownload.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace needlescope {

namespace {

constexpr long rangeNotSatisfiable = 416;
constexpr long partialContent = 206;

std::error_code lastError()
{
    return {errno, std::generic_category()};
}

} // namespace

BlobDownload::BlobDownload(RepositoryClient &client, const CacheFolder &folder, const RepoFile &file)
    : m_client(client)
    , m_folder(folder)
    , m_file(file)
    , m_path(folder.incomplete(file))
    , m_descriptor(::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{
    if (m_descriptor < 0)
        refuseToWrite(m_path, lastError());
}

BlobDownload::~BlobDownload()
{
    ::close(m_descriptor);
}

void BlobDownload::run(const std::string &address, const Work &work, const Arrived &arrived)
{
    readArrived(work);
    const bool continued = m_here > 0;
    get(address, work, arrived);
    bool isRight = hasItsHash();
    if (!isRight && continued) { // the part that was here may have been wrong
        restart();
        get(address, work, arrived);
        isRight = hasItsHash();
    }
    if (!isRight) {
        restart();
        throw EngineError("'{}' arrived with another hash than the hub tells and was thrown away; fetch it again.", m_file.name);
    }
    if (::fsync(m_descriptor) != 0)
        refuseToWrite(m_path, lastError());
    m_folder.finish(m_file);
}

/// What arrived earlier counts, but only as much as the file has.
void BlobDownload::readArrived(const Work &work)
{
    m_hash.emplace(m_file.hash, m_file.bytes);
    std::array<char, 1 << 16> bytes;
    for (;;) {
        work.poll();
        const auto n = ::pread(m_descriptor, bytes.data(), bytes.size(), m_here);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        m_hash->add({bytes.data(), static_cast<std::size_t>(n)});
        m_here += n;
        if (m_here > m_file.bytes)
            return restart();
    }
}

void BlobDownload::restart()
{
    if (::ftruncate(m_descriptor, 0) != 0)
        refuseToWrite(m_path, lastError());
    m_here = 0;
    m_hash.emplace(m_file.hash, m_file.bytes);
}

void BlobDownload::get(const std::string &address, const Work &work, const Arrived &arrived)
{
    if (m_here == m_file.bytes)
        return;
    const auto tries = [&] { return attempt(address, work, arrived); };
    const HttpAnswer answer = patiently(work, tries, [this] { return m_furthest; });
    if (!answer.isWhole())
        m_client.refuse(answer, m_file.name);
}

HttpAnswer BlobDownload::attempt(const std::string &address, const Work &work, const Arrived &arrived)
{
    bool begun = false;
    const auto take = [&](const HttpAnswer &answer, std::string_view bytes) {
        if (!std::exchange(begun, true))
            begin(answer);
        write(bytes);
        arrived(m_here);
    };
    HttpAnswer answer = m_client.http().get(address, m_here, work, take);
    const bool isShort = answer.isWhole() && m_here < m_file.bytes;
    if (answer.status == rangeNotSatisfiable || (isShort && !answer.header("content-length").empty())) {
        const std::int64_t here = m_here;
        restart();
        throw EngineError(
            "'{}' ends after {} bytes where the hub tells {}; it was thrown away, fetch it again later.", m_file.name, here, m_file.bytes);
    }
    if (isShort) { // a server that does not tell the length cannot tell that it broke off
        answer.failure = fmt::format("{} of {} bytes arrived", m_here, m_file.bytes);
        answer.mayPass = true;
    }
    return answer;
}

/// A server may ignore the range that it was asked for.
void BlobDownload::begin(const HttpAnswer &answer)
{
    if (m_here == 0 && answer.status != partialContent)
        return;
    if (answer.status != partialContent)
        return restart();
    if (!answer.header("content-range").starts_with(fmt::format("bytes {}-", m_here)))
        throw EngineError("'{}' was asked for from byte {} on, but '{}' came; fetch it again later.", m_file.name, m_here,
            answer.header("content-range"));
}

void BlobDownload::write(std::string_view bytes)
{
    if (static_cast<std::int64_t>(bytes.size()) > m_file.bytes - m_here) {
        restart();
        throw EngineError("More of '{}' arrives than the {} bytes that the hub tells; it was thrown away, fetch it again later.",
            m_file.name, m_file.bytes);
    }
    while (!bytes.empty()) {
        const auto n = ::pwrite(m_descriptor, bytes.data(), bytes.size(), m_here);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            refuseToWrite(m_path, lastError());
        m_hash->add(bytes.substr(0, static_cast<std::size_t>(n)));
        bytes.remove_prefix(static_cast<std::size_t>(n));
        m_here += n;
        m_furthest = std::max(m_furthest, m_here);
    }
}

bool BlobDownload::hasItsHash()
{
    return m_hash->hexadecimal() == m_file.hash;
}

} // namespace needlescope
