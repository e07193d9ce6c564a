// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/digest.h"

#include <openssl/evp.h>

namespace needlescope {

struct Digest::Context
{
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Digest::Digest(Kind kind)
    : m_context(std::make_unique<Context>())
{
    EVP_DigestInit_ex(m_context->digest.get(), kind == Kind::Sha256 ? EVP_sha256() : EVP_sha1(), nullptr);
}

Digest::~Digest() = default;

void Digest::add(std::span<const std::byte> bytes)
{
    EVP_DigestUpdate(m_context->digest.get(), bytes.data(), bytes.size());
}

std::string Digest::hexadecimal()
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context->digest.get(), digest, &size);
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += "0123456789abcdef"[digest[i] >> 4];
        text += "0123456789abcdef"[digest[i] & 15];
    }
    return text;
}

std::string sha256Of(std::string_view bytes)
{
    Sha256 hash;
    hash.add(std::as_bytes(std::span(bytes)));
    return hash.hexadecimal();
}

} // namespace needlescope
