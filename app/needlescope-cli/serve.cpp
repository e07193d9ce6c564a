// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "service/serve.h"

#include <memory>

namespace needlescope {

void addServe(Program &program)
{
    auto *command = program.app.add_subcommand("serve", "Carry out requests from standard input (frames of api/message.h)");
    auto confined = std::make_shared<bool>(true);
    command
        ->add_flag("--sandbox,!--no-sandbox", *confined,
            "Give up what the engine has no use for: the network (but for models from the hub), other programs, and writing anywhere but "
            "in the folders of runs; also by the variable, on or off")
        ->envname("NEEDLESCOPE_SANDBOX");
    command->callback([&program, confined] {
        program.action = [confined] { return serveStandardStreams(*confined ? Confining::Engine : Confining::None); };
    });
}

} // namespace needlescope
