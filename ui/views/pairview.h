// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/pairplot.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace needlescope {

/// Two maps beside each other, their difference, and each head as a point of its two values. A hover tells the numbers, a click tells which
/// head of which map is meant.
class PairView : public QWidget
{
    Q_OBJECT
public:
    explicit PairView(QWidget *parent = nullptr);

    /// Nothing: the message shows.
    void setPlot(std::optional<PairPlot> plot);
    const std::optional<PairPlot> &plot() const { return m_plot; }
    /// Of A and what is of both, and of B.
    void setSelection(const std::vector<HeadId> &inA, const std::vector<HeadId> &inB);
    void setMessage(const QString &message);
    /// Where a head is, in this widget's coordinates.
    QRect rectOf(PairPlot::Place place) const;

    QSize sizeHint() const override;

signals:
    void placeClicked(needlescope::PairPlot::Place place, Qt::KeyboardModifiers modifiers);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QRectF sheet() const;
    PlotLook look() const;

    std::optional<PairPlot> m_plot;
    QString m_message;
};

} // namespace needlescope
