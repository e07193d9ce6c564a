// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace needlescope {

/// What an engine gives up when it has heard the first hello.
enum class Confining {
    None,
    Engine, ///< all but writing runs (confinement/confine.h); models are got from the hub by a FetchProcess
};

} // namespace needlescope
