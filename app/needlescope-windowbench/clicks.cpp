// SPDX-License-Identifier: GPL-3.0-or-later
#include "median.h"
#include "waiting.h"
#include "windowrows.h"

#include "api/engineerror.h"
#include "resources/resources.h"
#include "session/session.h"
#include "window/mainwindow.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

#include <algorithm>

namespace needlescope {

namespace {

double firstFrame()
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NEEDLESCOPE_TIME_FIRST_FRAME"), QStringLiteral("1"));
    program.setProcessEnvironment(environment);
    program.setReadChannel(QProcess::StandardError);
    program.start(QCoreApplication::applicationDirPath() + QStringLiteral("/needlescope"), {});
    QByteArray said;
    static const QByteArray words = "first frame after ";
    while (!said.contains(words) && program.waitForReadyRead(patience))
        said += program.readAllStandardError();
    program.kill();
    program.waitForFinished();
    const qsizetype at = said.indexOf(words);
    if (at < 0)
        throw EngineError("The window's program beside the bench did not show a first frame; build it first.");
    return said.mid(at + words.size()).split(' ').first().toDouble();
}

double clickToFirstWord(Session &session, HeadId head)
{
    QElapsedTimer timer;
    timer.start();
    session.maskOnly(head);
    waitFor([&] { return !session.masked()->tokens.empty(); });
    QCoreApplication::processEvents(); // painted
    const double took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    waitFor([&] { return session.masked()->trace != nullptr; });
    return took;
}

} // namespace

std::vector<Row> startAndClick(int repeats)
{
    std::vector<double> frames(static_cast<std::size_t>(repeats));
    std::ranges::generate(frames, firstFrame);
    Session session(defaultEngineCommand(), Library(resourcesDirectory()));
    MainWindow window(&session);
    window.resize(1366, 768);
    window.show();
    session.openModel(QStringLiteral("demo"));
    session.askFirst();
    waitFor([&] { return session.baseline()->trace != nullptr; });
    std::vector<double> clicks;
    clicks.reserve(static_cast<std::size_t>(4 * repeats));
    for (int i = 0; i < 4 * repeats; ++i)
        clicks.push_back(clickToFirstWord(session, {i % session.model()->nLayers, i / session.model()->nLayers}));
    std::vector<Row> rows{atMost("window-first-frame", median(frames), "ms", 500), atMost("window-click", median(clicks), "ms", 100)};
    rows[1].note = "demo, from the click to the first word of the new answer";
    return rows;
}

} // namespace needlescope
