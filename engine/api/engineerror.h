// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace needlescope {

/// What a user is told: one sentence that names the file or the input, the cause, and what to do.
class EngineError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The work was stopped by request. An outcome of its own, never shown as an error.
class Cancelled : public std::runtime_error
{
public:
    Cancelled()
        : std::runtime_error("cancelled")
    {
    }
};

} // namespace needlescope
