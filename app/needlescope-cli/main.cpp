// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

int main(int argc, char **argv)
{
    using namespace needlescope;
    Program program("Needlescope: a microscope for retrieval heads");
    program.app.require_subcommand(1);
    addModels(program);
    addFetch(program);
    addInfo(program);
    addTokenize(program);
    addGenerate(program);
    addTrace(program);
    addStudies(program);
    addMerge(program);
    addShards(program);
    addRuns(program);
    addShow(program);
    addCompare(program);
    addExport(program);
    addFigures(program);
    addJudge(program);
    addReproduce(program);
    addServe(program);
    return runProgram(program, argc, argv);
}
