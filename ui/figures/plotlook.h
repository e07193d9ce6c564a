// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

class QPalette;

namespace needlescope {

/// Fonts and colours of a plot: of the window's palette on screen, of paper in a figure.
struct PlotLook
{
    QFont font;
    QColor background;
    QColor text;
    QColor muted; ///< axis lines, tick labels, secondary text
    QColor accent; ///< selection
    QColor good; ///< a kept needle
    QColor bad; ///< a lost one
    bool dark = false;
};

PlotLook lookOf(const QPalette &palette, const QFont &font);

/// Black on white, sans serif of @p points (1/72 inch).
PlotLook paperLook(double points = 8);

/// With Chinese signs in their own shapes and weight; left alone, Qt takes Japanese ones, or bold ones.
QFont withChinese(const QFont &font);

/// The look's font, @p factor times as large.
QFont scaled(const QFont &font, double factor);

} // namespace needlescope
