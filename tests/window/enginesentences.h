// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

namespace needlescope {

/// All that goes through engineText() and engineWord(): the literals that the sources of @p sourceDirectory hand to EngineError, to
/// Sentence and to functions that take a Sentence, and the words of the engine's tables. With a place where each is said.
QMap<QString, QString> engineSentences(const QString &sourceDirectory);

} // namespace needlescope
