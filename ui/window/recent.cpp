// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recent.h"

#include <QSettings>
#include <QUrl>

namespace needlescope {

namespace {

constexpr int most = 6;

QString keyOf(Recent::Kind kind, const QString &machine)
{
    const QString there = machine.isEmpty() ? QString() : QLatin1Char('@') + QString::fromLatin1(QUrl::toPercentEncoding(machine));
    switch (kind) {
    case Recent::Kind::Model:
        return QStringLiteral("recent/models") + there;
    case Recent::Kind::Run:
        return QStringLiteral("recent/runs") + there;
    case Recent::Kind::Session:
        return QStringLiteral("recent/sessions");
    case Recent::Kind::Machine:
        return QStringLiteral("recent/machines");
    }
    return {};
}

} // namespace

QStringList Recent::of(Kind kind, const QString &machine)
{
    return QSettings().value(keyOf(kind, machine)).toStringList();
}

void Recent::note(Kind kind, const QString &name, const QString &machine)
{
    if (name.isEmpty())
        return;
    QStringList names = of(kind, machine);
    names.removeAll(name);
    names.prepend(name);
    QSettings().setValue(keyOf(kind, machine), QStringList(names.mid(0, most)));
}

} // namespace needlescope
