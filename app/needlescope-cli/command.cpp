// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

namespace needlescope {

void addModelOption(CLI::App &command, std::string &model)
{
    command.add_option("MODEL", model, "Directory of a Hugging Face checkpoint, or 'demo'")->required();
}

void addJsonOption(CLI::App &command, bool &json)
{
    command.add_flag("--json", json, "Print the result as JSON");
}

} // namespace needlescope
