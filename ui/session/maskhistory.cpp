// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/maskhistory.h"

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

void MaskHistory::reset()
{
    m_undo.clear();
    set({});
}

void MaskHistory::set(const Intervention &mask)
{
    m_mask = mask;
    emit changed();
}

} // namespace needlescope
