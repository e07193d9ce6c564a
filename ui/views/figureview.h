// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include <QPixmap>
#include <QWidget>

namespace needlescope {

/// A figure as it will be in the file, on a sheet of paper that is as large as the widget allows. Painted anew, not scaled, at every size.
class FigureView : public QWidget
{
    Q_OBJECT
public:
    explicit FigureView(QWidget *parent = nullptr);

    /// One without a paint function: the message shows.
    void setFigure(const Figure &figure);
    const Figure &figure() const { return m_figure; }
    bool isEmpty() const { return !m_figure.paint; }
    void setMessage(const QString &message);
    /// Where the sheet is.
    QRectF sheet() const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPixmap painted() const;

    Figure m_figure;
    QString m_message;
    QPixmap m_picture; ///< of the figure at this size; null: to be painted
};

} // namespace needlescope
