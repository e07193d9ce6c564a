// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/figure.h"

#include "figures/figuretable.h"

#include "api/engineerror.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QMimeData>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace needlescope {

namespace {

constexpr double pointsPerInch = 72;

QByteArray toSvg(const Figure &figure)
{
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(pointsPerInch));
    generator.setSize(figure.size.toSize());
    generator.setViewBox(QRectF(QPointF(), figure.size));
    generator.setTitle(figure.title.toHtmlEscaped()); // Qt writes both as they are
    generator.setDescription(figure.provenance.join(QLatin1Char('\n')).toHtmlEscaped());
    QPainter painter(&generator);
    figure.paint(painter, QRectF(QPointF(), figure.size));
    painter.end();
    return buffer.data();
}

QByteArray toPdf(const Figure &figure)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(figure.size, QPageSize::Point, figure.title, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(figure.title);
    writer.setCreator(figure.provenance.join(QStringLiteral("; ")));
    writer.addFileAttachment(QStringLiteral("data.csv"), toCsv(figure), QStringLiteral("text/csv"));
    QPainter painter(&writer);
    painter.scale(writer.logicalDpiX() / pointsPerInch, writer.logicalDpiY() / pointsPerInch);
    figure.paint(painter, QRectF(QPointF(), figure.size));
    painter.end();
    return buffer.data();
}

QByteArray toPng(const Figure &figure)
{
    constexpr double dotsPerInch = 300;
    constexpr double scale = dotsPerInch / pointsPerInch;
    QImage image((figure.size * scale).toSize(), QImage::Format_RGB32);
    image.fill(Qt::white);
    image.setDotsPerMeterX(qRound(dotsPerInch / 0.0254));
    image.setDotsPerMeterY(qRound(dotsPerInch / 0.0254));
    image.setText(QStringLiteral("Title"), figure.title);
    image.setText(QStringLiteral("Description"), figure.provenance.join(QLatin1Char('\n')));
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(scale, scale);
    figure.paint(painter, QRectF(QPointF(), figure.size));
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray encoded(const Figure &figure, const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("svg"))
        return toSvg(figure);
    if (suffix == QLatin1String("pdf"))
        return toPdf(figure);
    if (suffix == QLatin1String("png"))
        return toPng(figure);
    if (suffix == QLatin1String("csv"))
        return toCsv(figure);
    if (suffix == QLatin1String("json"))
        return toJson(figure);
    throw EngineError("'{}' has no ending that says what to write; use .svg, .pdf or .png for the picture, .csv or .json for its data.",
        path.toStdString());
}

} // namespace

void exportFigure(const Figure &figure, const std::filesystem::path &path)
{
    const QString name = QString::fromStdString(path.string());
    const QByteArray bytes = encoded(figure, name);
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw EngineError("The figure could not be written to '{}' ({}); choose a folder that exists, may be written to and has room.",
            path.string(), file.errorString().toStdString());
}

QMimeData *clipboardDataOf(const Figure &figure)
{
    auto *data = new QMimeData;
    data->setImageData(QImage::fromData(toPng(figure)));
    data->setData(QStringLiteral("image/svg+xml"), toSvg(figure));
    return data;
}

} // namespace needlescope
