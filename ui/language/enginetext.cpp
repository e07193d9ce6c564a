// SPDX-License-Identifier: GPL-3.0-or-later
#include "language/enginetext.h"

#include "language/telling.h"

#include <QCoreApplication>

namespace needlescope {

namespace {

QString translated(const std::string &english)
{
    return english.empty() ? QString() : QCoreApplication::translate("Engine", english.c_str());
}

} // namespace

QString engineText(const Sentence &sentence)
{
    return told([sentence] {
        return QString::fromStdString(sentence.text([](const std::string &pattern) { return translated(pattern).toStdString(); }));
    });
}

QString engineWord(std::string_view english)
{
    if (english == "needle mass") // as files have called it from the first; "needle" is the whole sentence to a user
        english = "answer span mass";
    return translated(std::string(english));
}

} // namespace needlescope
