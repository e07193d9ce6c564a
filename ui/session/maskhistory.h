// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"
#include "api/scoremap.h"

#include <QUndoStack>

namespace needlescope {

/// The mask, what changes it, and all masks before it: undo works on whole values.
class MaskHistory : public QObject
{
    Q_OBJECT

public:
    explicit MaskHistory(QObject *parent = nullptr);

    const Intervention &mask() const { return m_mask; }
    QUndoStack *undoStack() { return &m_undo; }

    /// Of the random mask that is set now; 0 where none is.
    std::uint64_t seed() const;

    void toggle(HeadId id);
    /// Of all heads only this one.
    void only(HeadId id);
    /// The heads that share @p id's key/value head: masks them all, or unmasks them where all are masked.
    void toggleGroup(HeadId id, int headsPerGroup);
    /// Masks all of @p heads, or unmasks them where all of them are masked.
    void toggleAll(const std::vector<HeadId> &heads);
    void maskTop(const ScoreMap &map, int k);
    void maskRandom(const ScoreMap &map, int k, std::uint64_t seed);
    void clear();
    void setKind(MaskKind kind);
    void setScope(MaskScope scope);
    /// No mask and nothing to undo.
    void reset();
    /// @p mask, as from a file, and nothing to undo.
    void restore(const Intervention &mask);

signals:
    void changed();

private:
    class Change;
    /// @p description says in the user's language what is done, to stand behind "Undo": "masking L3H5".
    void change(const Intervention &mask, const QString &description);
    void changeHeads(std::vector<HeadId> heads, const QString &description);
    bool masksAll(const std::vector<HeadId> &heads) const;
    void toggleHeads(const std::vector<HeadId> &heads, const QString &masking, const QString &unmasking);
    void set(const Intervention &mask);

    Intervention m_mask;
    std::vector<HeadId> m_drawn; ///< the last random mask
    std::uint64_t m_seed = 0; ///< its seed
    QUndoStack m_undo;
};

} // namespace needlescope
