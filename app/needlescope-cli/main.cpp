// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "api/engineerror.h"

#include <cstdio>
#include <iostream>
#include <new>

using namespace needlescope;

namespace {

void addCommands(Program &program)
{
    program.app.require_subcommand(1);
    program.app.set_version_flag("--version", "Needlescope " NEEDLESCOPE_VERSION);
    program.app.footer("Exit code: 0 done, 1 failed, 2 wrong usage. Results go to standard output, messages to standard error.");
    addModels(program);
    addInfo(program);
    addTokenize(program);
    addGenerate(program);
    addTrace(program);
    addDetect(program);
    addEvaluate(program);
    addCard(program);
    addBench(program);
    addServe(program);
#ifdef NEEDLESCOPE_FIGURES
    addFigures(program);
#endif
}

int fail(const std::string &sentence)
{
    std::cerr << "needlescope-cli: " << sentence << '\n';
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    Program program;
    addCommands(program);
    try {
        program.app.parse(argc, argv);
        const int code = program.action();
        // Both buffers, because results go through either.
        if (!std::cout.flush() || std::fflush(stdout) != 0)
            return fail("The result could not be written to standard output; make room there and run the command again.");
        return code;
    } catch (const CLI::ParseError &error) {
        return program.app.exit(error) == 0 ? 0 : 2;
    } catch (const Cancelled &) {
        return fail("Stopped.");
    } catch (const std::bad_alloc &) {
        return fail("There is not enough memory for this; use a shorter context or a smaller model.");
    } catch (const std::exception &error) {
        return fail(error.what());
    }
}
