// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace needlescope {

/// Which model a command works with, and where it computes.
struct ModelChoice
{
    std::string name; ///< a directory or the name of a shipped or cached model
    std::string device = "cpu"; ///< LoadOptions::device
};

/// Adds the positional MODEL and --device.
void addModelOption(CLI::App &command, ModelChoice &model);

/// Adds --json.
void addJsonOption(CLI::App &command, bool &json);

} // namespace needlescope
