// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headcolors.h"
#include "figures/scorecolors.h"

#include <QTest>

#include <array>
#include <cmath>
#include <set>

using namespace needlescope;

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple times(const Matrix &m, const Triple &v)
{
    Triple result{};
    for (std::size_t i = 0; i < 3; ++i)
        result[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
    return result;
}

Triple linear(const QColor &color)
{
    const auto part = [](double x) { return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4); };
    return {part(color.redF()), part(color.greenF()), part(color.blueF())};
}

/// CIELAB of linear sRGB.
Triple lab(Triple rgb)
{
    for (double &part : rgb)
        part = std::clamp(part, 0.0, 1.0);
    const Triple xyz
        = times({{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}}, rgb);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const Triple s{f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)};
    return {116 * s[1] - 16, 500 * (s[0] - s[1]), 200 * (s[1] - s[2])};
}

double distance(const QColor &a, const QColor &b, const Matrix &seenAs)
{
    const Triple x = lab(times(seenAs, linear(a)));
    const Triple y = lab(times(seenAs, linear(b)));
    return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &color) {
        const Triple l = linear(color);
        return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2] + 0.05;
    };
    return std::max(luminance(a), luminance(b)) / std::min(luminance(a), luminance(b));
}

QColor colorOf(const HeadColors &colors, HeadId id)
{
    return colors.of(id, false).value_or(QColor());
}

} // namespace

class TestHeadColors : public QObject
{
    Q_OBJECT
private slots:
    /// By Machado, Oliveira and Fernandes (2009), severity 1.
    void theColourBlindTellThemApart_data()
    {
        QTest::addColumn<Matrix>("seenAs");
        QTest::newRow("all cones") << Matrix{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
        QTest::newRow("protanopia") << Matrix{
            {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
        QTest::newRow("deuteranopia") << Matrix{
            {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
        QTest::newRow("tritanopia") << Matrix{
            {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    }

    void theColourBlindTellThemApart()
    {
        QFETCH(Matrix, seenAs);
        for (const bool dark : {false, true}) {
            std::vector<QColor> colors{dark ? QColor(74, 200, 170) : QColor(0, 120, 95)}; // the needle's
            for (int i = 0; i < nHeadColors; ++i)
                colors.push_back(headColor(i, dark));
            for (std::size_t a = 0; a < colors.size(); ++a) {
                for (std::size_t b = 0; b < a; ++b) {
                    const double far = distance(colors[a], colors[b], seenAs);
                    QVERIFY2(far > 20, qPrintable(QStringLiteral("%1 %2 %3").arg(colors[a].name(), colors[b].name()).arg(far)));
                }
            }
        }
    }

    void theyStandOutFromTheWindow()
    {
        for (int i = 0; i < nHeadColors; ++i) {
            QVERIFY(contrast(headColor(i, false), QColor(239, 239, 239)) >= 3);
            QVERIFY(contrast(headColor(i, true), QColor(32, 34, 39)) >= 3);
        }
    }

    void inkIsLegibleOnEveryColour()
    {
        for (int red = 0; red < 256; red += 15) {
            for (int green = 0; green < 256; green += 15) {
                for (int blue = 0; blue < 256; blue += 15)
                    QVERIFY(contrast(inkOn({red, green, blue}), {red, green, blue}) >= 4.5);
            }
        }
    }

    void aHeadKeepsItsColour()
    {
        HeadColors colors;
        const HeadId a{0, 0};
        const HeadId b{1, 1};
        QCOMPARE(colors.of(a, false), std::nullopt);
        colors.show({a, b});
        const QColor ofA = colorOf(colors, a);
        const QColor ofB = colorOf(colors, b);
        QVERIFY(ofA != ofB);
        colors.show({b}); // alone, and first now
        QCOMPARE(colorOf(colors, b), ofB);
        colors.show({{2, 0}, {2, 1}, b, {2, 2}});
        QCOMPARE(colorOf(colors, b), ofB);
        colors.show({b, a}); // back from out of sight: nobody needed its colour
        QCOMPARE(colorOf(colors, a), ofA);
        QVERIFY(colors.of(a, true) != colors.of(a, false));
    }

    void noTwoInSightAreAlikeWhileThereAreColours()
    {
        HeadColors colors;
        // Every window of six of twenty heads.
        for (int first = 0; first + nHeadColors <= 20; ++first) {
            std::vector<HeadId> heads;
            for (int i = 0; i < nHeadColors; ++i)
                heads.push_back({first + i, 0});
            const auto before = first == 0 ? QColor() : colorOf(colors, heads.front());
            colors.show(heads);
            std::set<QRgb> seen;
            for (const HeadId id : heads)
                seen.insert(colorOf(colors, id).rgb());
            QCOMPARE(static_cast<int>(seen.size()), nHeadColors);
            QVERIFY(first == 0 || colorOf(colors, heads.front()) == before); // the one that stayed
        }
    }

    /// Where there are no colours left, by a broken or a dotted line.
    void manyHeadsDifferByTheirLines()
    {
        HeadColors colors;
        const auto mark = [&colors](HeadId id) { return std::pair(colorOf(colors, id).rgb(), colors.lineOf(id)); };
        std::vector<HeadId> heads;
        std::set<std::pair<QRgb, int>> seen;
        for (int i = 0; i < HeadColors::nMarks; ++i) {
            heads.push_back({i, 0});
            colors.show(heads);
            QCOMPARE(colors.lineOf(heads.back()), i / nHeadColors);
            seen.insert(mark(heads.back()));
        }
        QCOMPARE(static_cast<int>(seen.size()), HeadColors::nMarks);
        for (const HeadId id : heads)
            QVERIFY(seen.erase(mark(id)) == 1); // each as it was given
        QVERIFY(colors.pen(heads[0], false, Qt::black, 2).style() == Qt::SolidLine);
        QVERIFY(colors.pen(heads[6], false, Qt::black, 2).dashPattern() != colors.pen(heads[12], false, Qt::black, 2).dashPattern());
        // One more than can be told apart: it shares a mark, the others keep theirs.
        const auto first = mark(heads.front());
        heads.push_back({99, 0});
        colors.show(heads);
        QCOMPARE(mark(heads.front()), first);
        QVERIFY(colors.of(heads.back(), false));
    }
};

QTEST_MAIN(TestHeadColors)
#include "tst_headcolors.moc"
