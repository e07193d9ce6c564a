// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/standardstreams.h"

#include <fcntl.h>
#include <unistd.h>

namespace needlescope {

void openClosedStandardStreams()
{
    int descriptor = 0;
    do {
        descriptor = ::open("/dev/null", O_RDWR); // takes the lowest that is closed
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor > STDERR_FILENO)
        ::close(descriptor);
}

} // namespace needlescope
