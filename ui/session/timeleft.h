// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/progress.h"

#include <QElapsedTimer>

#include <optional>

namespace needlescope {

/// Guesses how long a piece of work still takes, from its pace so far, where the engine does not say.
class TimeLeft
{
public:
    Progress estimated(Progress progress);

private:
    std::optional<Activity> m_activity;
    std::int64_t m_first = 0; ///< done when the clock was started
    std::int64_t m_last = 0;
    QElapsedTimer m_clock;
};

} // namespace needlescope
