// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/headcolors.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace needlescope {

namespace {

using Counts = std::array<int, HeadColors::nMarks>;

int colorOfMark(int mark)
{
    return mark % nHeadColors;
}

int lineOfMark(int mark)
{
    return mark / nHeadColors;
}

int nAlike(const Counts &inSight, int color)
{
    int n = 0;
    for (int line = 0; line < HeadColors::nLines; ++line)
        n += inSight[static_cast<std::size_t>(line * nHeadColors + color)];
    return n;
}

/// That fewest heads in sight have, then in the colour that fewest have; of those the one that fewest others may come back to.
int freest(const Counts &inSight, const Counts &remembered)
{
    const auto key = [&](int mark) {
        const auto i = static_cast<std::size_t>(mark);
        return std::tuple(inSight[i], nAlike(inSight, colorOfMark(mark)), lineOfMark(mark), remembered[i]);
    };
    int best = 0;
    for (int mark = 1; mark < HeadColors::nMarks; ++mark) {
        if (key(mark) < key(best))
            best = mark;
    }
    return best;
}

} // namespace

void HeadColors::show(const std::vector<HeadId> &heads)
{
    Counts inSight{};
    Counts remembered{};
    const auto at = [](Counts &counts, int mark) -> int & { return counts[static_cast<std::size_t>(mark)]; };
    for (const auto &[head, mark] : m_marks)
        ++at(remembered, mark);
    for (const HeadId id : heads) {
        if (isShown(id))
            ++at(inSight, m_marks.at(id));
    }
    for (const HeadId id : heads) {
        if (isShown(id))
            continue;
        const auto before = m_marks.find(id);
        if (before == m_marks.end() || at(inSight, before->second) > 0) {
            const int mark = freest(inSight, remembered);
            if (before != m_marks.end())
                --at(remembered, before->second);
            ++at(remembered, mark);
            m_marks[id] = mark;
        }
        ++at(inSight, m_marks[id]);
    }
    m_shown = heads;
}

bool HeadColors::isShown(HeadId id) const
{
    return std::find(m_shown.begin(), m_shown.end(), id) != m_shown.end();
}

std::optional<QColor> HeadColors::of(HeadId id, bool dark) const
{
    const auto mark = m_marks.find(id);
    return mark == m_marks.end() ? std::nullopt : std::optional(headColor(colorOfMark(mark->second), dark));
}

int HeadColors::lineOf(HeadId id) const
{
    const auto mark = m_marks.find(id);
    return mark == m_marks.end() ? 0 : lineOfMark(mark->second);
}

QPen HeadColors::pen(HeadId id, bool dark, const QColor &otherwise, double width) const
{
    QPen pen(of(id, dark).value_or(otherwise), width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    if (const int line = lineOf(id); line > 0)
        pen.setDashPattern(line == 1 ? QList<qreal>{2.5, 1.5} : QList<qreal>{1, 1}); // in widths
    return pen;
}

} // namespace needlescope
