// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/plotpainting.h"

#include <QPicture>
#include <qcustomplot.h>

namespace needlescope {

void paintPlot(QCustomPlot &plot, QPainter &painter, QRectF rect)
{
    // QCustomPlot wants a painter of its own class; a picture carries what it paints to ours.
    QPicture picture;
    QCPPainter recorder;
    recorder.begin(&picture);
    recorder.setMode(QCPPainter::pmVectorized);
    recorder.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&recorder, qRound(rect.width()), qRound(rect.height()));
    recorder.end();
    painter.save();
    painter.translate(rect.topLeft());
    // A picture is replayed larger on a finer device; the painter's units are points already.
    painter.scale(
        picture.logicalDpiX() / double(painter.device()->logicalDpiX()), picture.logicalDpiY() / double(painter.device()->logicalDpiY()));
    painter.drawPicture(QPointF(), picture);
    painter.restore();
}

} // namespace needlescope
