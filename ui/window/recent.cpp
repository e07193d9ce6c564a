// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recent.h"

#include <QSettings>

namespace needlescope {

namespace {

constexpr int most = 6;

QString keyOf(Recent::Kind kind)
{
    switch (kind) {
    case Recent::Kind::Model:
        return QStringLiteral("recent/models");
    case Recent::Kind::Run:
        return QStringLiteral("recent/runs");
    case Recent::Kind::Session:
        return QStringLiteral("recent/sessions");
    }
    return {};
}

} // namespace

QStringList Recent::of(Kind kind)
{
    return QSettings().value(keyOf(kind)).toStringList();
}

void Recent::note(Kind kind, const QString &name)
{
    if (name.isEmpty())
        return;
    QStringList names = of(kind);
    names.removeAll(name);
    names.prepend(name);
    QSettings().setValue(keyOf(kind), QStringList(names.mid(0, most)));
}

} // namespace needlescope
