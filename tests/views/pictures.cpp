// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictures.h"

#include <QDir>
#include <QPixmap>
#include <QWidget>

#include <set>

namespace needlescope {

QPalette darkPalette()
{
    QPalette palette(QColor(45, 48, 54), QColor(32, 34, 39));
    palette.setColor(QPalette::Base, QColor(24, 26, 30));
    palette.setColor(QPalette::Text, QColor(225, 227, 230));
    palette.setColor(QPalette::WindowText, QColor(225, 227, 230));
    palette.setColor(QPalette::ButtonText, QColor(225, 227, 230));
    palette.setColor(QPalette::PlaceholderText, QColor(150, 154, 162));
    return palette;
}

bool paintsSomething(QWidget &widget, const QString &name)
{
    const QImage image = widget.grab().toImage();
    const QString folder = qEnvironmentVariable("NEEDLESCOPE_PICTURES");
    if (!folder.isEmpty())
        image.save(QDir(folder).filePath(name + QStringLiteral(".png")));
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colors.insert(image.pixel(x, y));
    }
    return colors.size() > 1;
}

} // namespace needlescope
