// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/program.h"

#include "commandline/standardstreams.h"

#include "manual/manual.h"

#include "api/engineerror.h"

#include <cstdio>
#include <iostream>
#include <new>

namespace needlescope {

namespace {

int fail(const Program &program, const std::string &sentence)
{
    std::cerr << program.app.get_name() << ": " << sentence << '\n';
    return 1;
}

} // namespace

Program::Program(const std::string &description)
    : app(description)
{
    app.set_version_flag("--version", "Needlescope " NEEDLESCOPE_VERSION);
    app.footer("Exit code: 0 done, 1 failed, 2 wrong usage. Results go to standard output, messages to standard error.");
    addManual(app);
}

int runProgram(Program &program, int argc, char **argv)
{
    openClosedStandardStreams();
    const std::string path = argc > 0 ? argv[0] : "needlescope";
    program.app.name(path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1));
    try {
        program.app.parse(argc, argv);
        const int code = program.action();
        // Both buffers, because results go through either.
        if (!std::cout.flush() || std::fflush(stdout) != 0)
            return fail(program, "The result could not be written to standard output; make room there and run the command again.");
        return code;
    } catch (const CLI::ParseError &error) {
        return program.app.exit(error) == 0 ? 0 : 2;
    } catch (const Cancelled &) {
        return fail(program, "Stopped.");
    } catch (const std::bad_alloc &) {
        return fail(program, "There is not enough memory for this; use a shorter context or a smaller model.");
    } catch (const std::exception &error) {
        return fail(program, error.what());
    }
}

} // namespace needlescope
