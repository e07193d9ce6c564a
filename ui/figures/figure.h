// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>

class QMimeData;
class QPainter;

namespace needlescope {

/// A picture that can be painted anywhere, with its numbers and where they came from.
struct Figure
{
    QString name; ///< of its files, without suffix: "mask-curve"
    QString title;
    QSizeF size; ///< points (1/72 inch)
    std::function<void(QPainter &, QRectF)> paint; ///< vector graphics, into a rectangle in points
    QStringList provenance; ///< "key: value" lines
    QStringList columns; ///< of the data table
    QList<QStringList> rows;
};

/// Writes @p figure as SVG, PDF or PNG by the path's suffix, or its data as CSV or JSON. Title and provenance go into the file.
/// Throws EngineError: unknown suffix, folder that cannot be written.
void exportFigure(const Figure &figure, const std::filesystem::path &path);

/// As a picture of 300 dpi and as SVG, for the clipboard; the caller owns it.
QMimeData *clipboardDataOf(const Figure &figure);

} // namespace needlescope
