// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"

#include "commandline/command.h"
#include "commandline/scores.h"
#include "commands.h"

#include "api/engineerror.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

namespace needlescope {

namespace {

constexpr const char *programName = "needlescope-figures";

struct FiguresOptions
{
    std::string run;
    std::string out;
    std::string language;
    bool json = false;
};

int figures(const FiguresOptions &options)
{
    std::vector<std::string> arguments{runPathOrFile(options.run).string(), "--out", options.out};
    if (options.json)
        arguments.emplace_back("--json");
    if (!options.language.empty())
        arguments.insert(arguments.end(), {"--language", options.language});
    return runFigures(arguments);
}

} // namespace

int runFigures(const std::vector<std::string> &arguments)
{
    std::error_code error;
    const auto beside = std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / programName;
    std::string program = std::filesystem::exists(beside, error) ? beside.string() : programName;
    std::vector<std::string> words = arguments;
    std::vector<char *> pointers{program.data()};
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    std::cout.flush();
    pid_t process = 0;
    if (const int failure = ::posix_spawnp(&process, program.c_str(), nullptr, nullptr, pointers.data(), environ); failure != 0)
        throw EngineError(
            "Figures are drawn by '{}', which is not installed here ({}); install it, or copy the run to a machine that has it.",
            programName, std::strerror(failure));
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) { }
    if (!WIFEXITED(status))
        throw EngineError("The program '{}' was ended by signal {}; run it by hand to see why.", programName, WTERMSIG(status));
    return WEXITSTATUS(status);
}

void addFigures(Program &program)
{
    auto *command = program.app.add_subcommand("figures", "The figures of a run, as SVG, PDF, PNG and CSV");
    const auto options = std::make_shared<FiguresOptions>();
    command->add_option("RUN", options->run, "Run of any study: a file, or a name that 'runs' lists")->required();
    command->add_option("--out", options->out, "Folder to write to")->required();
    command->add_option("--language", options->language, "Language of what the figures say: en or zh_CN (default: en)");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return figures(*options); }; });
}

} // namespace needlescope
