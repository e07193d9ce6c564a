// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manual/describe.h"

namespace needlescope {

std::string manualPage(const Command &program);
std::string bashCompletions(const Command &program);
std::string zshCompletions(const Command &program);
std::string fishCompletions(const Command &program);

} // namespace needlescope
