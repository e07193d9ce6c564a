// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/headid.h"
#include "api/modelinfo.h"

#include <span>

namespace needlescope {

/// Throws EngineError for the first of @p heads that the model does not have.
inline void checkHeads(const ModelInfo &model, std::span<const HeadId> heads)
{
    for (const HeadId id : heads) {
        if (id.layer < 0 || id.layer >= model.nLayers || id.head < 0 || id.head >= model.nHeads)
            throw EngineError("'{}' has no head {}:{}; it has {} layers of {} heads, counted from 0.", model.name, id.layer, id.head,
                model.nLayers, model.nHeads);
        if (!model.hasHeads(id.layer))
            throw EngineError(
                "Layer {} of '{}' keeps a state instead of attending, so that it has no heads to show or to mask; choose a head of "
                "another layer.",
                id.layer, model.name);
    }
}

} // namespace needlescope
