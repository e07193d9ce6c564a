// SPDX-License-Identifier: GPL-3.0-or-later
#include "timedapplication.h"
#include "waiting.h"
#include "windowrows.h"

#include "api/engineerror.h"
#include "resources/resources.h"
#include "session/session.h"
#include "views/contextview.h"
#include "window/mainwindow.h"

#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <functional>

namespace needlescope {

namespace {

constexpr double frameTime = 16; ///< ms, of 60 frames a second

/// As the window system would send it; all that it leads to is done before the next one.
void send(QWidget *widget, QEvent &event)
{
    QCoreApplication::sendEvent(widget, &event);
    QCoreApplication::processEvents();
}

void mouse(QWidget *widget, QEvent::Type type, QPoint at, Qt::MouseButtons buttons)
{
    QMouseEvent event(type, at, widget->mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons, {});
    send(widget, event);
}

void scroll(QWidget *text)
{
    for (int i = 0; i < 120; ++i) {
        const QPoint at = text->rect().center();
        QWheelEvent event(at, text->mapToGlobal(at), {}, {0, i < 60 ? -120 : 120}, {}, {}, Qt::NoScrollPhase, false);
        send(text, event);
    }
}

void select(QWidget *text)
{
    const QRect area = text->rect().adjusted(20, 20, -120, 0);
    mouse(text, QEvent::MouseButtonPress, area.topLeft(), Qt::LeftButton);
    for (int i = 0; i <= 60; ++i)
        mouse(text, QEvent::MouseMove, area.topLeft() + QPoint(area.width() * (i % 7) / 7, area.height() * i / 60), Qt::LeftButton);
    mouse(text, QEvent::MouseButtonRelease, area.bottomLeft(), {});
}

void step(Session &session)
{
    for (int i = 1; i < 20; ++i) {
        session.chooseStep(i);
        waitFor([&] { return session.attention() && session.attention()->request.step == i; });
    }
}

void resize(MainWindow &window)
{
    for (const int width : {1300, 1250, 1200, 1366}) {
        window.resize(width, 768);
        QCoreApplication::processEvents();
    }
    QElapsedTimer timer; // the lines come in the background
    timer.start();
    waitFor([&timer] { return timer.elapsed() > 1000; });
}

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1e3 * 1.024;
    }
    return 0;
}

} // namespace

std::vector<Row> longText(TimedApplication &application, int nTokens)
{
    const EngineCommand engine{QCoreApplication::applicationFilePath(), {QStringLiteral("--serve"), QString::number(nTokens)}};
    Session session(engine, Library(resourcesDirectory()));
    MainWindow window(&session);
    window.resize(1366, 768);
    window.show();
    session.openModel(QStringLiteral("ready"));
    waitFor([&] { return session.model() != nullptr; });
    auto *context = window.findChild<ContextView *>();
    QWidget *text = context->viewport();
    const auto isSet = [context] { return context->verticalScrollBar()->maximum() > 0; };

    std::vector<Row> rows;
    const auto measure = [&](const char *name, const std::function<void()> &doing) {
        application.restart();
        doing();
        rows.push_back(atMost(name, application.longest(), "ms", frameTime));
        rows.back().note = application.slowest().toStdString();
    };
    measure("window-opening", [&] {
        session.askFirst();
        waitFor([&] { return isSet() && session.shownTrace(); });
    });
    session.selectHead({0, 0});
    waitFor([&] { return session.attention() != nullptr; });
    measure("window-scrolling", [&] { scroll(text); });
    measure("window-selecting", [&] { select(text); });
    measure("window-stepping", [&] { step(session); });
    measure("window-resizing", [&] { resize(window); });
    rows.push_back(atMost("window-memory", residentMegabytes(), "MB", 400));
    for (Row &row : rows)
        row.note += (row.note.empty() ? "" : ", ") + std::to_string(nTokens) + " tokens";
    return rows;
}

} // namespace needlescope
