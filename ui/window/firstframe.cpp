// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/firstframe.h"

#include <QEvent>
#include <QFile>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace needlescope {

namespace {

/// From /proc/self/stat, so that loading the program counts too; in steps of the kernel's clock tick, 10 ms.
double millisecondsSinceProcessStart()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray stat = file.readAll();
    constexpr int startTimeField = 19; // counted from the one after the program's name, which may hold blanks
    const double startTicks = stat.mid(stat.lastIndexOf(')') + 2).split(' ').value(startTimeField).toDouble();
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double nowMs = static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
    return nowMs - startTicks * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

class FirstFrame : public QObject
{
public:
    using QObject::QObject;

    bool eventFilter(QObject *window, QEvent *event) override
    {
        if (event->type() == QEvent::Paint) {
            window->removeEventFilter(this);
            // The children are painted and the frame is flushed before the event loop goes on.
            QTimer::singleShot(0, this, [this] {
                std::fprintf(stderr, "first frame after %.0f ms\n", millisecondsSinceProcessStart());
                deleteLater();
            });
        }
        return false;
    }
};

} // namespace

void reportFirstFrame(QWidget *window)
{
    window->installEventFilter(new FirstFrame(window));
}

} // namespace needlescope
