// SPDX-License-Identifier: GPL-3.0-or-later
#include "median.h"
#include "waiting.h"
#include "windowrows.h"

#include "api/engineerror.h"
#include "resources/resources.h"
#include "session/session.h"
#include "window/mainwindow.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace needlescope {

namespace {

/// What the kernel counts on an interface, heads of packets included.
struct Traffic
{
    double there = 0;
    double back = 0;
};

double counted(const QString &interface, const char *direction)
{
    QFile counter(QStringLiteral("/sys/class/net/%1/statistics/%2_bytes").arg(interface, QLatin1String(direction)));
    if (!counter.open(QIODevice::ReadOnly))
        throw EngineError("There is no network interface '{}'; name that of the line to the engine.", interface.toStdString());
    return counter.readAll().trimmed().toDouble();
}

Traffic trafficOf(const QString &interface)
{
    return {counted(interface, "tx"), counted(interface, "rx")};
}

/// What something costs from its beginning until it is there.
struct Cost
{
    Traffic traffic;
    double seconds = 0;
};

template <typename Begin>
Cost costOf(const QString &interface, const Begin &begin, const std::function<bool()> &there)
{
    constexpr int stragglers = 600; // ms; what is on its way when the window has all
    const Traffic before = trafficOf(interface);
    QElapsedTimer timer;
    timer.start();
    begin();
    waitFor(there);
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    QTest::qWait(stragglers);
    const Traffic after = trafficOf(interface);
    return {{after.there - before.there, after.back - before.back}, seconds};
}

void addRows(std::vector<Row> &rows, const std::string &name, const Cost &cost, double mostKilobytes, double mostSeconds)
{
    rows.push_back(atMost(name + "-there", cost.traffic.there / 1000, "kB", mostKilobytes));
    rows.push_back(atMost(name + "-back", cost.traffic.back / 1000, "kB", mostKilobytes));
    rows.push_back(atMost(name + "-time", cost.seconds, "s", mostSeconds));
}

} // namespace

std::vector<Row> farClicks(const QString &engine, const QString &model, const QString &interface, int nClicks)
{
    Session session(engineCommandFromLine(engine), Library(resourcesDirectory()));
    MainWindow window(&session);
    window.resize(1366, 768);
    window.show();
    std::vector<Row> rows;
    addRows(rows, "far-connect",
        costOf(
            interface, [&] { session.startEngine(); }, [&] { return !session.models().empty(); }),
        1000, 30);
    addRows(rows, "far-open",
        costOf(
            interface,
            [&] {
                session.openModel(model);
                session.askFirst();
            },
            [&] { return session.baseline()->trace && session.scoresFit() && session.attention(); }),
        2000, 60);
    std::vector<double> firstWords;
    std::vector<Cost> clicks;
    const auto heads = rankedHeads(*session.scores());
    for (int i = 0; i < nClicks; ++i) {
        double firstWord = 0;
        QElapsedTimer timer;
        timer.start();
        clicks.push_back(costOf(
            interface, [&] { session.maskOnly(heads[static_cast<std::size_t>(i) % heads.size()]); },
            [&] {
                if (firstWord == 0 && !session.masked()->tokens.empty())
                    firstWord = static_cast<double>(timer.elapsed()) / 1000;
                return session.masked()->trace && session.shownTrace() == session.masked()->trace && !session.activity();
            }));
        firstWords.push_back(firstWord);
    }
    const auto medianOf = [&clicks](auto member) {
        std::vector<double> values(clicks.size());
        std::ranges::transform(clicks, values.begin(), member);
        return median(std::move(values));
    };
    const Cost click{
        {medianOf([](const Cost &cost) { return cost.traffic.there; }), medianOf([](const Cost &cost) { return cost.traffic.back; })},
        medianOf([](const Cost &cost) { return cost.seconds; })};
    addRows(rows, "far-click", click, 500, 3);
    rows.push_back(atMost("far-click-first-word", median(firstWords), "s", 1));
    return rows;
}

} // namespace needlescope
