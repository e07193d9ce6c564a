// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/scorecolors.h"

#include "api/headid.h"

#include <QColor>
#include <QPen>

#include <map>
#include <optional>
#include <vector>

namespace needlescope {

/// Which colour each head has that is looked at, and which line where there are more heads than colours: full, broken, dotted. A head
/// keeps both while others come and go, also while it is itself out of sight, for as long as there are enough.
class HeadColors
{
public:
    static constexpr int nLines = 3;
    static constexpr int nMarks = nHeadColors * nLines; ///< so many heads are told apart

    /// @p heads are in sight from now on; the first ones get marks of their own first.
    void show(const std::vector<HeadId> &heads);
    bool isShown(HeadId id) const;
    /// Of heads that are shown or were; nothing for others.
    std::optional<QColor> of(HeadId id, bool dark) const;
    /// 0 full, 1 broken, 2 dotted.
    int lineOf(HeadId id) const;
    /// In the head's colour, if it has one, and its line.
    QPen pen(HeadId id, bool dark, const QColor &otherwise, double width) const;

private:
    std::map<HeadId, int> m_marks; // also of heads that were in sight once
    std::vector<HeadId> m_shown;
};

} // namespace needlescope
