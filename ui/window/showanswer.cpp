// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/showanswer.h"

#include "views/answerview.h"

namespace needlescope {

QString textOf(const std::vector<DecodedToken> &tokens)
{
    QString text;
    for (const DecodedToken &token : tokens)
        text += QString::fromStdString(token.text);
    return text.trimmed();
}

void showAnswer(AnswerView *view, const Answer &answer, bool masked)
{
    if (!answer.trace && (answer.running || !answer.tokens.empty()))
        view->setStreaming(masked, textOf(answer.tokens), answer.running);
    else if (masked)
        view->setMasked(answer.trace);
    else
        view->setBaseline(answer.trace);
}

} // namespace needlescope
