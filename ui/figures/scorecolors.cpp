// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/scorecolors.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace needlescope {

namespace {

/// matplotlib's "magma" (CC0), 0 dark to 1 light.
QColor magma(double x)
{
    static constexpr std::array<std::array<int, 3>, 9> stops{{{0, 0, 4}, {28, 16, 68}, {79, 18, 123}, {129, 37, 129}, {181, 54, 122},
        {229, 80, 100}, {251, 135, 97}, {254, 194, 135}, {252, 253, 191}}};
    const double place = std::clamp(x, 0.0, 1.0) * (stops.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), stops.size() - 2);
    const auto color = [](const std::array<int, 3> &c) { return QColor(c[0], c[1], c[2]); };
    return blend(color(stops[i]), color(stops[i + 1]), place - static_cast<double>(i));
}

} // namespace

QColor blend(const QColor &bottom, const QColor &top, double share)
{
    const auto mix = [share](int from, int to) { return static_cast<int>(std::lround(from + share * (to - from))); };
    return {mix(bottom.red(), top.red()), mix(bottom.green(), top.green()), mix(bottom.blue(), top.blue())};
}

QColor headColor(int index, bool dark)
{
    static const std::array<QColor, 6> onLight{
        QColor(0, 114, 178), QColor(213, 94, 0), QColor(0, 138, 100), QColor(178, 82, 140), QColor(180, 125, 0), QColor(70, 150, 200)};
    static const std::array<QColor, 6> onDark{QColor(86, 180, 233), QColor(255, 140, 60), QColor(60, 200, 160), QColor(226, 150, 195),
        QColor(240, 200, 70), QColor(140, 170, 255)};
    return (dark ? onDark : onLight)[static_cast<std::size_t>(index) % 6];
}

QColor inkOn(const QColor &background)
{
    return qGray(background.rgb()) > 140 ? QColor(Qt::black) : QColor(Qt::white);
}

QColor scoreColor(double score, double threshold, bool dark)
{
    const double value = std::isfinite(score) ? std::clamp(score, 0.0, 1.0) : 0.0;
    if (value < threshold) {
        const double share = value / threshold;
        return dark ? blend(QColor(38, 41, 48), QColor(66, 66, 78), share) : blend(QColor(243, 243, 246), QColor(222, 219, 219), share);
    }
    const double share = threshold < 1 ? (value - threshold) / (1 - threshold) : 1.0;
    return dark ? magma(0.42 + 0.56 * share) : magma(0.87 - 0.67 * share);
}

} // namespace needlescope
