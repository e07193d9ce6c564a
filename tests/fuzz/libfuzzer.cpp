// SPDX-License-Identifier: GPL-3.0-or-later
#include "targets.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

const needlescope::fuzz::Target *chosen = nullptr;

} // namespace

/// `--target=NAME` is ours; libFuzzer leaves alone what begins with two dashes.
extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    for (int i = 1; i < *argc; ++i) {
        for (const auto &target : needlescope::fuzz::targets) {
            if ("--target=" + std::string(target.name) == (*argv)[i])
                chosen = &target;
        }
    }
    if (!chosen) {
        std::fprintf(stderr, "Choose one with --target=:");
        for (const auto &target : needlescope::fuzz::targets)
            std::fprintf(stderr, " %s", std::string(target.name).c_str());
        std::fprintf(stderr, "\n");
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    chosen->run({data, size});
    return 0;
}
