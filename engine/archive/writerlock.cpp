// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/writerlock.h"

#include "api/engineerror.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace needlescope {

WriterLock::WriterLock(const std::filesystem::path &file)
    : m_descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666))
{
    if (m_descriptor < 0)
        throw EngineError("The run file '{}' cannot be written ({}); check the folder and its permissions, or choose another file.",
            file.string(), std::strerror(errno));
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(m_descriptor);
        throw EngineError("The run file '{}' is being written by another study; wait for that one, or choose another file.", file.string());
    }
}

WriterLock::~WriterLock()
{
    ::close(m_descriptor);
}

} // namespace needlescope
