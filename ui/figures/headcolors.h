// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headid.h"

#include <QColor>

#include <map>
#include <optional>
#include <vector>

namespace needlescope {

/// Which colour each head has that is looked at. A head keeps its colour while others come and go, also while it is itself out of sight,
/// for as long as there are colours enough.
class HeadColors
{
public:
    /// @p heads are in sight from now on; the first ones get colours of their own first.
    void show(const std::vector<HeadId> &heads);
    bool isShown(HeadId id) const;
    /// Of heads that are shown or were; nothing for others. Two that are shown are not alike, as long as there are colours enough.
    std::optional<QColor> of(HeadId id, bool dark) const;

private:
    std::map<HeadId, int> m_colors; // also of heads that were in sight once
    std::vector<HeadId> m_shown;
};

} // namespace needlescope
