// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"

#include <QString>

namespace needlescope {

/// The sentence of the EngineError that @p action ends in; empty where it ends well.
template <typename Action>
QString errorOf(Action action)
{
    try {
        action();
    } catch (const EngineError &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace needlescope
