// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recent.h"

#include <QSettings>
#include <QUrl>

namespace needlescope {

namespace {

constexpr int most = 6;

QString keyOf(Recent::Kind kind, const QString &machine)
{
    switch (kind) {
    case Recent::Kind::Model:
        return settingOf(QStringLiteral("recent/models"), machine);
    case Recent::Kind::Run:
        return settingOf(QStringLiteral("recent/runs"), machine);
    case Recent::Kind::Session:
        return QStringLiteral("recent/sessions");
    case Recent::Kind::Machine:
        return QStringLiteral("recent/machines");
    }
    return {};
}

} // namespace

QString settingOf(const QString &key, const QString &machine)
{
    return machine.isEmpty() ? key : key + QLatin1Char('@') + QString::fromLatin1(QUrl::toPercentEncoding(machine));
}

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
