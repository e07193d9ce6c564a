// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"
#include "api/scoremap.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QCustomPlot;
class QLabel;

namespace needlescope {

class HeadCells;

/// The map of a model's heads, layers x heads, coloured by retrieval score. Click selects (Ctrl adds or removes), right-click or Space masks,
/// arrow keys move the cursor, Enter selects it. It shows values and tells what the user wants; it changes neither mask nor selection by itself.
class HeadMapView : public QWidget
{
    Q_OBJECT
public:
    explicit HeadMapView(QWidget *parent = nullptr);
    ~HeadMapView() override;

    /// May come many times a second during a detection. Null: nothing is known yet, the message shows.
    void setScores(std::shared_ptr<const ScoreMap> scores);
    /// Query heads that share a key/value head; above 1 the groups get borders.
    void setHeadsPerGroup(int headsPerGroup);
    void setMask(const Intervention &mask);
    void setSelection(const std::vector<HeadId> &heads);
    /// Heads with at least this score are marked as retrieval heads.
    void setThreshold(double threshold);
    /// What stands in place of the map while there are no scores.
    void setMessage(const QString &message);

    std::shared_ptr<const ScoreMap> scores() const { return m_scores; }
    /// The head under a point of this widget.
    std::optional<HeadId> headAt(QPoint position) const;
    /// Where a head's cell is, in this widget's coordinates; empty without scores.
    QRect cellRect(HeadId id) const;
    /// What the tooltip says.
    QString describe(HeadId id) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void headClicked(needlescope::HeadId id, Qt::KeyboardModifiers modifiers);
    void maskToggled(needlescope::HeadId id);
    void headHovered(std::optional<needlescope::HeadId> id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setUpPlot();
    void applyPalette();
    void showMap();
    void hover(std::optional<HeadId> id, QPoint globalPosition);
    void press(QMouseEvent *event);
    void moveCursor(int layers, int heads);
    bool inside(HeadId id) const;

    std::shared_ptr<const ScoreMap> m_scores;
    QCustomPlot *m_plot = nullptr;
    HeadCells *m_cells = nullptr; // owned by m_plot
    QLabel *m_message = nullptr;
    std::optional<HeadId> m_hovered;
};

} // namespace needlescope
