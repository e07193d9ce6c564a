// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/blobhash.h"

#include <openssl/evp.h>

namespace needlescope {

namespace {

constexpr std::size_t sha256Digits = 64;

} // namespace

struct BlobHash::Context
{
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

BlobHash::BlobHash(const std::string &expected, std::int64_t bytes)
    : m_context(std::make_unique<Context>())
{
    const bool isSha256 = expected.size() == sha256Digits;
    EVP_DigestInit_ex(m_context->digest.get(), isSha256 ? EVP_sha256() : EVP_sha1(), nullptr);
    if (isSha256)
        return;
    const std::string header = "blob " + std::to_string(bytes);
    add({header.c_str(), header.size() + 1}); // with the zero at its end
}

BlobHash::~BlobHash() = default;

void BlobHash::add(std::string_view bytes)
{
    EVP_DigestUpdate(m_context->digest.get(), bytes.data(), bytes.size());
}

std::string BlobHash::hexadecimal()
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

} // namespace needlescope
