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
    painter.drawPicture(rect.topLeft(), picture);
    painter.restore();
}

} // namespace needlescope
