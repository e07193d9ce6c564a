// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <filesystem>
#include <vector>

namespace needlescope {

/// Question items in any of these forms, told apart by their content:
/// - ours: a line of JSON an item, {"question", "answers" or "answer", "context" or "passage", "id", "choices"}
/// - SQuAD 1.1 and 2.0: one JSON object with "data", or lines with {"text": [...]} as "answers"; questions without an answer are left out
/// - GSM8K: lines {"question", "answer": "... #### 18"}
/// - MuSiQue: lines with "paragraphs"; those that cannot be answered are left out
/// - MMLU: CSV of question, four choices and a letter, or lines {"question", "choices", "answer": number of the choice}
/// Throws EngineError: a file that cannot be read, a line or an item (by its number) without question or answer.
std::vector<QuestionItem> readQuestions(const std::filesystem::path &file);

} // namespace needlescope
