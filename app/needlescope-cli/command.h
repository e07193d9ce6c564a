// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace needlescope {

/// The program's command line. Each subcommand's file adds its options and sets `action`, which runs after parsing and returns the exit
/// code. An action throws CLI::ValidationError for wrong usage (exit code 2) and EngineError for what failed (1).
struct Program
{
    CLI::App app{"Needlescope: a microscope for retrieval heads"};
    std::function<int()> action;
};

void addModels(Program &program);
void addInfo(Program &program);
void addTokenize(Program &program);
void addGenerate(Program &program);
void addTrace(Program &program);
void addDetect(Program &program);
void addEvaluate(Program &program);
void addCard(Program &program);
void addBench(Program &program);
void addServe(Program &program);
/// Only where the window is built: it draws with the window's paint code.
void addFigures(Program &program);

/// Which model a command works with, and where it computes.
struct ModelChoice
{
    std::string name; ///< a directory or the name of a shipped or cached model
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1"
};

/// Adds the positional MODEL and --device.
void addModelOption(CLI::App &command, ModelChoice &model);

/// Adds --json.
void addJsonOption(CLI::App &command, bool &json);

} // namespace needlescope
