// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"

namespace needlescope {

void addModelOption(CLI::App &command, ModelChoice &model)
{
    command.add_option("MODEL", model.name, "Directory of a Hugging Face checkpoint, GGUF file, 'demo', or a name that 'models' lists")
        ->required();
    command.add_option("--device", model.device,
        "Where to compute: cpu (default), cpu-bf16 (activations rounded, as torch does with a bf16 model; faster where the processor "
        "multiplies bf16), cuda, cuda:1, ...");
}

void addJsonOption(CLI::App &command, bool &json)
{
    command.add_flag("--json", json, "Print the result as JSON");
}

} // namespace needlescope
