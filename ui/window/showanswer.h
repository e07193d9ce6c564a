// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/answering.h"

#include <QString>

namespace needlescope {

class AnswerView;

/// What the tokens say together.
QString textOf(const std::vector<DecodedToken> &tokens);

/// The baseline, or the answer under a mask, as far as it has come.
void showAnswer(AnswerView *view, const Answer &answer, bool masked);

} // namespace needlescope
