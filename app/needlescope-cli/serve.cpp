// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "service/serve.h"

namespace needlescope {

void addServe(Program &program)
{
    auto *command = program.app.add_subcommand("serve", "Carry out requests from standard input (frames of api/message.h)");
    command->callback([&program] { program.action = serveStandardStreams; });
}

} // namespace needlescope
