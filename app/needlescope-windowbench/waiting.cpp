// SPDX-License-Identifier: GPL-3.0-or-later
#include "waiting.h"

#include "api/engineerror.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace needlescope {

void waitFor(const std::function<bool()> &there)
{
    QElapsedTimer timer;
    timer.start();
    while (!there()) {
        if (timer.elapsed() > patience)
            throw EngineError("The window did not come to rest within a minute; run the bench on a machine that is less busy.");
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 100);
    }
}

} // namespace needlescope
