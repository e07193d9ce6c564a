// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace needlescope {

/// A hash of bytes that come piece by piece.
class Digest
{
public:
    enum class Kind { Sha256, Sha1 };

    explicit Digest(Kind kind);
    ~Digest();

    void add(std::span<const std::byte> bytes);

    /// Of all that was added; to be called once.
    std::string hexadecimal();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

class Sha256 : public Digest
{
public:
    Sha256()
        : Digest(Kind::Sha256)
    {
    }
};

/// SHA-256 of @p bytes, hexadecimal.
std::string sha256Of(std::string_view bytes);

} // namespace needlescope
