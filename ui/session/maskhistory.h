// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"

#include <QUndoStack>

namespace needlescope {

/// The mask and all masks before it: undo works on whole values.
class MaskHistory : public QObject
{
    Q_OBJECT

public:
    explicit MaskHistory(QObject *parent = nullptr);

    const Intervention &mask() const { return m_mask; }
    QUndoStack *undoStack() { return &m_undo; }

    /// @p description says in the user's language what is done: "Mask L3H5".
    void change(const Intervention &mask, const QString &description);
    /// No mask and nothing to undo.
    void reset();

signals:
    void changed();

private:
    class Change;
    void set(const Intervention &mask);

    Intervention m_mask;
    QUndoStack m_undo;
};

} // namespace needlescope
