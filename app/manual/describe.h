// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace needlescope {

struct Option
{
    std::vector<std::string> names; ///< with their dashes; of a positional its one name
    std::string value; ///< what stands for its value; empty: a flag
    std::vector<std::string> choices; ///< empty: any
    std::string preset; ///< what holds where it is not given; may be empty
    std::string help;
    bool required = false;
    bool repeated = false; ///< takes several values
};

struct Command
{
    std::string name;
    std::string help;
    std::string footer;
    std::vector<Option> options;
    std::vector<Option> positionals;
    std::vector<Command> commands;
    bool needsCommand = false;
};

/// What --help tells of a program, as values.
Command describe(const CLI::App &app);

} // namespace needlescope
