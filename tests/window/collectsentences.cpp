// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what the engine says as a source that lupdate reads.
#include "enginesentences.h"

#include <cstdio>

int main()
{
    const auto sentences = needlescope::engineSentences(QStringLiteral(NEEDLESCOPE_SOURCE_DIR));
    for (auto sentence = sentences.cbegin(); sentence != sentences.cend(); ++sentence) {
        QString literal = sentence.key();
        literal.replace(QStringLiteral("\\"), QStringLiteral("\\\\"))
            .replace(QStringLiteral("\""), QStringLiteral("\\\""))
            .replace(QStringLiteral("\n"), QStringLiteral("\\n"));
        std::printf("QT_TRANSLATE_NOOP(\"Engine\", \"%s\")\n", qUtf8Printable(literal));
    }
}
