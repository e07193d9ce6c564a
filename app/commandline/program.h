// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace needlescope {

/// A program's command line. Options and subcommands are added to `app`; `action` runs after parsing and returns the exit code. It throws
/// CLI::ValidationError for wrong usage (exit code 2) and EngineError for what failed (1).
struct Program
{
    explicit Program(const std::string &description);

    CLI::App app;
    std::function<int()> action;
};

/// Parses, runs the action, and tells on standard error what failed. Returns the exit code.
int runProgram(Program &program, int argc, char **argv);

} // namespace needlescope
