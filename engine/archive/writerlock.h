// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace needlescope {

/// Keeps two studies from writing one run, in this process and in others. SQLite's own locks are held only while it writes.
class WriterLock
{
public:
    /// Creates @p file where it is missing. Throws EngineError: it cannot be written, or another study holds it.
    explicit WriterLock(const std::filesystem::path &file);
    WriterLock(const WriterLock &) = delete;
    WriterLock &operator=(const WriterLock &) = delete;
    ~WriterLock();

private:
    int m_descriptor;
};

} // namespace needlescope
