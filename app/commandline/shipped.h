// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// The texts and needles that commands use where none are named.
std::vector<std::string> shippedHaystacks();
std::filesystem::path shippedNeedles();
std::filesystem::path shippedQuestions(StudyKind kind);

} // namespace needlescope
