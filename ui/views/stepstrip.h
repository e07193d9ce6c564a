// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"
#include "figures/plotlook.h"

#include "api/generation.h"

#include <QBrush>
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
    QString describe(int step, std::optional<HeadId> head) const;

    QSize sizeHint() const override;

signals:
    void stepClicked(int step);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut();
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
    std::vector<int> m_lefts; ///< of each step's column, and the end of the last
    int m_step = -1;
};

/// Recent tokens' and the sink's filling in the timeline; the needle's is the look's `good`.
QBrush recentBrush(const PlotLook &look);
QBrush sinkBrush(const PlotLook &look);

/// Shares of one head's attention at one step; they add up to at most 1.
struct AttentionShares
{
    double needle = 0;
    double recent = 0;
    double sink = 0;
};

AttentionShares attentionShares(const HeadSummaries &heads, int step, HeadId id);

} // namespace needlescope
