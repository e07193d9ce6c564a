// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/theme.h"

#include <QApplication>
#include <QStyle>

namespace needlescope {

namespace {

struct Shades
{
    QColor window;
    QColor base;
    QColor alternate;
    QColor button;
    QColor text;
    QColor muted;
    QColor disabled;
    QColor highlight;
    QColor link;
};

QPalette paletteOf(const Shades &shades)
{
    QPalette palette(shades.button, shades.window);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, shades.text);
    palette.setColor(QPalette::Base, shades.base);
    palette.setColor(QPalette::AlternateBase, shades.alternate);
    palette.setColor(QPalette::ToolTipBase, shades.alternate);
    palette.setColor(QPalette::PlaceholderText, shades.muted);
    palette.setColor(QPalette::Highlight, shades.highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, shades.link);
    palette.setColor(QPalette::LinkVisited, shades.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, shades.disabled);
    return palette;
}

} // namespace

QPalette paletteOfTheme(const QString &name)
{
    if (name == QLatin1String("dark"))
        return paletteOf({QColor(32, 34, 39), QColor(24, 26, 30), QColor(36, 39, 45), QColor(45, 48, 54), QColor(225, 227, 230),
            QColor(160, 164, 172), QColor(112, 116, 124), QColor(24, 100, 171), QColor(120, 180, 255)});
    if (name == QLatin1String("light"))
        return paletteOf({QColor(239, 239, 239), Qt::white, QColor(246, 246, 246), QColor(239, 239, 239), QColor(20, 20, 20),
            QColor(95, 95, 95), QColor(150, 150, 150), QColor(24, 100, 171), QColor(0, 82, 155)});
    return QApplication::style()->standardPalette();
}

} // namespace needlescope
