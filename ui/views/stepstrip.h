// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"
#include "figures/plotlook.h"

#include "api/generation.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace needlescope {

/// The chips of StepBar and the timeline below them; a column a step, a row a head.
class StepStrip : public QWidget
{
    Q_OBJECT
public:
    explicit StepStrip(QWidget *parent = nullptr);

    void setTrace(std::shared_ptr<const DecodeTrace> trace);
    void setHeads(std::vector<HeadId> heads);
    void setHeadColors(const HeadColors &colors);
    void setStep(int step);

    int step() const { return m_step; }
    int nSteps() const;
    QRect chipRect(int step) const;
    /// Of the whole column, chip and timeline.
    QRect columnRect(int step) const;
    /// Of a head's row.
    QRect cellRect(int step, int row) const;
    std::optional<HeadId> headAt(QPoint point) const;
    /// How high it is with some rows.
    int heightOf(int nRows) const { return rowTop(nRows) + 1; }
    QString describe(int step, std::optional<HeadId> head) const;

    QSize sizeHint() const override;

signals:
    void stepClicked(int step);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    void placeColumns();
    void speak();
    int labelWidth() const;
    int rowHeight() const;
    int chipHeight() const;
    int nHeads() const { return static_cast<int>(m_heads.size()); }
    int rowTop(int row) const;
    std::optional<int> stepAt(QPoint point) const;
    void paintChip(QPainter &painter, const PlotLook &look, int step) const;
    void paintMasses(QPainter &painter, const PlotLook &look, int step, int row) const;
    void paintLabels(QPainter &painter, const PlotLook &look) const;

    std::shared_ptr<const DecodeTrace> m_trace;
    std::vector<HeadId> m_heads;
    HeadColors m_colors;
    std::vector<int> m_widths; ///< that each step's column needs
    std::vector<int> m_lefts; ///< of each step's column, and the end of the last
    int m_step = -1;
};

} // namespace needlescope
