// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/outcome.h"
#include "api/prompt.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace needlescope {

/// An answer that somebody's model gave, with what it was asked.
struct JudgedAnswer
{
    Needle needle;
    std::string context; ///< the needle in it
    std::string output;
    std::optional<Outcome> byHand; ///< what a reader says
    int line = 0; ///< of the file, from 1
};

/// A JSONL file of objects with `needle`, `question`, `context` and `output`; `answer` and `outcome`, a judgement by hand, may be there.
/// Throws EngineError that names the line: not JSON, a field that is missing or no text, an unknown outcome, a needle outside its context.
std::vector<JudgedAnswer> readJudgedAnswers(const std::filesystem::path &file);

/// By the rule of measures/outcome.h.
Outcome judged(const JudgedAnswer &answer);

} // namespace needlescope
