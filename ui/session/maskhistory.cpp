// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/maskhistory.h"

#include "language/telling.h"
#include "measures/headchoice.h"

#include <QUndoCommand>

namespace needlescope {

class MaskHistory::Change : public QUndoCommand
{
public:
    Change(MaskHistory *history, Intervention after, const QString &description)
        : QUndoCommand(description)
        , m_history(history)
        , m_before(history->mask())
        , m_after(std::move(after))
    {
    }

    void undo() override { m_history->set(m_before); }
    void redo() override { m_history->set(m_after); }

private:
    MaskHistory *m_history;
    Intervention m_before;
    Intervention m_after;
};

MaskHistory::MaskHistory(QObject *parent)
    : QObject(parent)
{
}

void MaskHistory::change(const Intervention &mask, const QString &description)
{
    if (mask != m_mask)
        m_undo.push(new Change(this, mask, description));
}

void MaskHistory::changeHeads(std::vector<HeadId> heads, const QString &description)
{
    change(maskOf(std::move(heads), m_mask.kind, m_mask.scope), description);
}

bool MaskHistory::masksAll(const std::vector<HeadId> &heads) const
{
    return std::all_of(heads.begin(), heads.end(), [this](HeadId id) { return m_mask.masks(id); });
}

void MaskHistory::toggleHeads(const std::vector<HeadId> &heads, const QString &masking, const QString &unmasking)
{
    auto masked = m_mask.heads;
    if (masksAll(heads)) {
        std::erase_if(masked, [&](HeadId id) { return std::find(heads.begin(), heads.end(), id) != heads.end(); });
        changeHeads(std::move(masked), unmasking);
    } else {
        masked.insert(masked.end(), heads.begin(), heads.end());
        changeHeads(std::move(masked), masking);
    }
}

std::uint64_t MaskHistory::seed() const
{
    return !m_mask.empty() && m_mask.heads == m_drawn ? m_seed : 0;
}

void MaskHistory::toggle(HeadId id)
{
    const QString name = QString::fromStdString(toString(id));
    toggleHeads({id}, told([name] { return tr("masking %1").arg(name); }), told([name] { return tr("unmasking %1").arg(name); }));
}

void MaskHistory::only(HeadId id)
{
    changeHeads({id}, told([name = QString::fromStdString(toString(id))] { return tr("masking only %1").arg(name); }));
}

void MaskHistory::toggleGroup(HeadId id, int headsPerGroup)
{
    const auto heads = groupOf(id, headsPerGroup);
    const QString first = QString::fromStdString(toString(heads.front()));
    const QString last = QString::fromStdString(toString(heads.back()));
    toggleHeads(heads, told([first, last] { return tr("masking KV group %1 to %2").arg(first, last); }),
        told([first, last] { return tr("unmasking KV group %1 to %2").arg(first, last); }));
}

void MaskHistory::toggleAll(const std::vector<HeadId> &heads)
{
    toggleHeads(heads, told([] { return tr("masking the selected heads"); }), told([] { return tr("unmasking the selected heads"); }));
}

void MaskHistory::maskTop(const ScoreMap &map, int k)
{
    changeHeads(topHeads(map, k), told([k] { return tr("masking the top %1").arg(k); }));
}

void MaskHistory::maskRandom(const ScoreMap &map, int k, std::uint64_t seed)
{
    m_drawn = maskOf(randomHeads(map, k, seed)).heads;
    m_seed = seed;
    changeHeads(m_drawn, told([k, seed] { return tr("masking %1 random heads (seed %2)").arg(k).arg(seed); }));
}

void MaskHistory::clear()
{
    changeHeads({}, told([] { return tr("clearing the mask"); }));
}

void MaskHistory::setKind(MaskKind kind)
{
    change(maskOf(m_mask.heads, kind, m_mask.scope), told([] { return tr("changing how heads are masked"); }));
}

void MaskHistory::setScope(MaskScope scope)
{
    change(maskOf(m_mask.heads, m_mask.kind, scope), told([] { return tr("changing where heads are masked"); }));
}

void MaskHistory::reset()
{
    m_undo.clear();
    set({});
}

void MaskHistory::restore(const Intervention &mask)
{
    m_undo.clear();
    set(mask);
}

void MaskHistory::set(const Intervention &mask)
{
    m_mask = mask;
    emit changed();
}

} // namespace needlescope
