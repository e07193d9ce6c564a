// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/program.h"

namespace needlescope {

// Each subcommand's file adds it with its options.
void addModels(Program &program);
void addFetch(Program &program);
void addInfo(Program &program);
void addTokenize(Program &program);
void addGenerate(Program &program);
void addTrace(Program &program);
void addStudies(Program &program); ///< one for each kind
void addMerge(Program &program);
void addShards(Program &program);
void addRuns(Program &program);
void addShow(Program &program);
void addCompare(Program &program);
void addExport(Program &program);
void addFigures(Program &program);
void addJudge(Program &program);
void addReproduce(Program &program);
void addServe(Program &program);

} // namespace needlescope
