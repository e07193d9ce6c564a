// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/progress.h"

#include <functional>
#include <stop_token>

namespace needlescope {

using ProgressFunction = std::function<void(const Progress &)>;

/// What a long piece of work is in touch with while it runs: it polls between the blocks of a prompt and between decoding steps, so that
/// stopping it, telling how far it is, and answering a click in the middle of it are one mechanism.
struct Work
{
    std::stop_token stop{};
    ProgressFunction progress{};
    std::function<void()> breathe{}; ///< does other things that wait, briefly; may use the same model

    /// Throws Cancelled.
    void poll() const
    {
        if (stop.stop_requested())
            throw Cancelled();
        if (breathe)
            breathe();
    }

    void report(const Progress &value) const
    {
        if (progress)
            progress(value);
    }

    /// The same without telling how far it is: for parts of a work that counts in larger units.
    Work silently() const { return {stop, {}, breathe}; }
};

} // namespace needlescope
