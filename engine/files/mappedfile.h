// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace needlescope {

/// A file mapped read-only into memory. Pages are read when they are touched and dropped by the system when memory is short.
class MappedFile
{
public:
    /// Throws EngineError: missing, not a file, not readable.
    explicit MappedFile(const std::filesystem::path &path);
    MappedFile(MappedFile &&other) noexcept;
    MappedFile &operator=(MappedFile &&) = delete;
    ~MappedFile();

    const std::filesystem::path &path() const { return m_path; }
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::filesystem::path m_path;
    std::span<const std::byte> m_bytes;
};

} // namespace needlescope
