// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace needlescope {

class Sha256
{
public:
    Sha256();
    ~Sha256();

    void add(std::span<const std::byte> bytes);

    /// Of all that was added; to be called once.
    std::string hexadecimal();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

/// SHA-256 of @p bytes, hexadecimal.
std::string sha256Of(std::string_view bytes);

} // namespace needlescope
