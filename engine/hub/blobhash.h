// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/digest.h"

#include <cstdint>

namespace needlescope {

/// The hash that names a file in the hub's cache, computed while the file arrives: SHA-256, or git's SHA-1 of a blob.
class BlobHash
{
public:
    /// Of the kind of @p expected; @p bytes is the whole file's size.
    BlobHash(const std::string &expected, std::int64_t bytes);

    void add(std::string_view bytes);

    /// Of all that was added; hexadecimal. To be called once.
    std::string hexadecimal();

private:
    Digest m_digest;
};

} // namespace needlescope
