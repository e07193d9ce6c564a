// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/timeleft.h"

namespace needlescope {

namespace {

constexpr qint64 firstGuess = 500; ///< ms; before, the pace says little

} // namespace

Progress TimeLeft::estimated(Progress progress)
{
    if (progress.activity != m_activity || progress.done < m_last || !m_clock.isValid()) {
        m_activity = progress.activity;
        m_first = progress.done;
        m_clock.start();
    }
    m_last = progress.done;
    const auto done = static_cast<double>(progress.done - m_first);
    if (progress.secondsLeft < 0 && done > 0 && m_clock.elapsed() > firstGuess)
        progress.secondsLeft = 1e-3 * static_cast<double>(m_clock.elapsed()) * static_cast<double>(progress.total - progress.done) / done;
    return progress;
}

} // namespace needlescope
