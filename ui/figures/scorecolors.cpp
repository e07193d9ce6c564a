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
    static const std::array<QColor, nHeadColors> onLight{
        QColor(2, 52, 174), QColor(194, 46, 6), QColor(177, 88, 163), QColor(124, 141, 80), QColor(0, 136, 255), QColor(86, 20, 94)};
    static const std::array<QColor, nHeadColors> onDark{QColor(138, 149, 255), QColor(242, 134, 81), QColor(249, 186, 255),
        QColor(231, 250, 58), QColor(111, 107, 138), QColor(158, 44, 253)};
    return (dark ? onDark : onLight)[static_cast<std::size_t>(index % nHeadColors)];
}

QColor inkOn(const QColor &background)
{
    const auto linear = [](float part) { return part <= 0.03928F ? part / 12.92F : std::pow((part + 0.055F) / 1.055F, 2.4F); };
    const float luminance
        = 0.2126F * linear(background.redF()) + 0.7152F * linear(background.greenF()) + 0.0722F * linear(background.blueF());
    return luminance > 0.179F ? QColor(Qt::black) : QColor(Qt::white); // where both stand out alike, by WCAG's measure
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
