// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/plotlook.h"

#include "figures/scorecolors.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QPalette>

namespace needlescope {

PlotLook lookOf(const QPalette &palette, const QFont &font)
{
    PlotLook look;
    look.font = font;
    look.background = palette.color(QPalette::Base);
    look.text = palette.color(QPalette::Text);
    look.dark = look.background.lightness() < 128;
    look.muted = blend(look.background, look.text, 0.6);
    look.accent = look.dark ? QColor(90, 170, 255) : QColor(0, 95, 204);
    look.good = look.dark ? QColor(74, 200, 170) : QColor(0, 120, 95);
    look.bad = look.dark ? QColor(255, 140, 90) : QColor(180, 60, 0);
    return look;
}

PlotLook paperLook(double points)
{
    QPalette paper(Qt::white);
    paper.setColor(QPalette::Base, Qt::white);
    paper.setColor(QPalette::Text, Qt::black);
    QFont font(QStringLiteral("Helvetica"));
    font.setStyleHint(QFont::SansSerif);
    font.setFamilies({QStringLiteral("Helvetica"), QStringLiteral("Nimbus Sans"), QStringLiteral("Arial"), QStringLiteral("DejaVu Sans")});
    font = withChinese(font);
    // Figures are painted in units of a point, so that a pixel of the painter is one.
    font.setPixelSize(static_cast<int>(points));
    return lookOf(paper, font);
}

QFont withChinese(const QFont &font)
{
    QFont result = font;
    QStringList families = font.families();
    if (families.size() <= 1)
        families = {QFontInfo(font).family()}; // an alias of the desktop's would hide what follows
    for (const char *family :
        {"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei"}) {
        if (QFontDatabase::hasFamily(QLatin1String(family)))
            families << QLatin1String(family);
    }
    result.setFamilies(families);
    return result;
}

QFont scaled(const QFont &font, double factor)
{
    QFont result = font;
    if (font.pixelSize() > 0)
        result.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    else
        result.setPointSizeF(font.pointSizeF() * factor);
    return result;
}

} // namespace needlescope
