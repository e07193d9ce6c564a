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

class HeadColors;
class HeadMapPlot;

/// The map of a model's heads, layers x heads, coloured by retrieval score, with the means of layers and columns along its edges. Click
/// selects (Ctrl adds or removes), Space masks, with Shift the whole key/value group, arrow keys move the cursor and select. Ctrl and the
/// wheel zoom; wheel, middle button and Shift with arrow keys pan. It shows values and tells what the user wants; it changes neither mask
/// nor selection by itself.
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
    /// One cell a key/value group: clicks and Space then are about all of its heads.
    void setGrouped(bool grouped);
    void setMeansShown(bool shown);
    /// By one step, about the head that the keyboard is at; the whole map.
    void zoomIn();
    void zoomOut();
    void showWhole();
    void setMask(const Intervention &mask);
    void setSelection(const std::vector<HeadId> &heads);
    /// Of the selected heads' outlines.
    void setHeadColors(const HeadColors &colors);
    /// Heads with at least this score are marked as retrieval heads.
    void setThreshold(double threshold);
    /// For demonstrations: a click masks instead of selecting.
    void setClickMasks(bool masks) { m_clickMasks = masks; }
    /// What stands in place of the map while there are no scores.
    void setMessage(const QString &message);

    std::shared_ptr<const ScoreMap> scores() const;
    /// The head under a point of this widget.
    std::optional<HeadId> headAt(QPoint position) const;
    /// Where a head's cell is, in this widget's coordinates; empty without scores.
    QRect cellRect(HeadId id) const;
    /// What the tooltip says.
    QString describe(HeadId id) const;
    /// What the tooltips of the means say: of a layer, of a head's column.
    QString describeLayer(int layer) const;
    QString describeColumn(HeadId id) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void headClicked(needlescope::HeadId id, Qt::KeyboardModifiers modifiers);
    /// For all heads that share @p id's key/value head.
    void groupClicked(needlescope::HeadId id, Qt::KeyboardModifiers modifiers);
    void maskToggled(needlescope::HeadId id);
    /// For all heads that share @p id's key/value head.
    void groupMaskToggled(needlescope::HeadId id);
    void headHovered(std::optional<needlescope::HeadId> id);

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void applyPalette();
    void repaintMap();
    void click(HeadId id, Qt::KeyboardModifiers modifiers);
    void toggleMask(HeadId id, Qt::KeyboardModifiers modifiers);
    void zoom(double factor, QPointF position);
    QPointF middle() const;
    void pan(double columns, double layers);
    QString valuesText(const QString &what, const std::vector<HeadId> &heads) const;
    void showTip(QPoint position, QPoint globalPosition);
    void hover(std::optional<HeadId> id);
    void moveCursor(int layers, int heads, Qt::KeyboardModifiers modifiers);
    /// Where the keyboard is: the cell last clicked or moved to, else the selected one, else the first.
    HeadId cursor() const;

    QCustomPlot *m_plot = nullptr;
    std::unique_ptr<HeadMapPlot> m_map;
    QLabel *m_message = nullptr;
    std::optional<HeadId> m_cursor;
    bool m_clickMasks = false;
    bool m_meansWanted = true;
    std::optional<QPointF> m_dragged; ///< where the middle button was last
};

} // namespace needlescope
