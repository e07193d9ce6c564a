// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace needlescope {

/// A file mapped read-only into memory. Pages are read when they are touched and dropped by the system when memory is short. What lies
/// behind the end of a file that was cut off, or cannot be read any more, reads as zeros: whoever used the bytes asks refuseChanged()
/// afterwards.
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

    /// Throws EngineError where the file was written to, cut off or lost since it was mapped. A file that was replaced by another or
    /// removed stays as it was.
    void refuseChanged() const;

private:
    struct Opened;
    std::filesystem::path m_path;
    std::unique_ptr<const Opened> m_opened;
    std::span<const std::byte> m_bytes;
};

} // namespace needlescope
