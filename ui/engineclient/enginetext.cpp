// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/enginetext.h"

#include <QCoreApplication>

namespace needlescope {

QString engineText(const Sentence &sentence)
{
    const QString translation = engineText(sentence.pattern.c_str());
    return QString::fromStdString(sentence.text(translation.toStdString()));
}

QString engineText(const char *english)
{
    return QCoreApplication::translate("Engine", english);
}

} // namespace needlescope
