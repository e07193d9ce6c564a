// SPDX-License-Identifier: GPL-3.0-or-later
#include "timedapplication.h"

#include <QEvent>
#include <QMetaEnum>

#include <ctime>

namespace needlescope {

namespace {

double threadMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

bool TimedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0)
        return QApplication::notify(receiver, event);
    const char *receiverClass = receiver->metaObject()->className(); // the receiver may be gone afterwards
    const QEvent::Type type = event->type();
    const double begin = threadMilliseconds();
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    --m_depth;
    const double took = threadMilliseconds() - begin;
    if (took > m_longest) {
        m_longest = took;
        m_slowest = QStringLiteral("%1 of %2")
                        .arg(QLatin1String(QMetaEnum::fromType<QEvent::Type>().valueToKey(type)), QLatin1String(receiverClass));
    }
    return handled;
}

void TimedApplication::restart()
{
    m_longest = 0;
    m_slowest.clear();
}

} // namespace needlescope
