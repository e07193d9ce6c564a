// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/blobhash.h"

namespace needlescope {

namespace {

constexpr std::size_t sha256Digits = 64;

Digest::Kind kindOf(const std::string &hash)
{
    return hash.size() == sha256Digits ? Digest::Kind::Sha256 : Digest::Kind::Sha1;
}

} // namespace

BlobHash::BlobHash(const std::string &expected, std::int64_t bytes)
    : m_digest(kindOf(expected))
{
    if (kindOf(expected) == Digest::Kind::Sha256)
        return;
    const std::string header = "blob " + std::to_string(bytes);
    add({header.c_str(), header.size() + 1}); // with the zero at its end
}

void BlobHash::add(std::string_view bytes)
{
    m_digest.add(std::as_bytes(std::span(bytes)));
}

std::string BlobHash::hexadecimal()
{
    return m_digest.hexadecimal();
}

} // namespace needlescope
