// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/provenancelines.h"

#include "figures/plotlook.h"

#include <QCoreApplication>
#include <QPainter>

namespace needlescope {

namespace {

QString maskedHeads(const Intervention &intervention)
{
    QStringList heads;
    for (const HeadId id : intervention.heads)
        heads << QString::fromStdString(toFileKey(id));
    return heads.join(QLatin1Char(' '));
}

QString footerText(const Provenance &p)
{
    QStringList parts;
    if (!p.modelName.empty())
        parts << QString::fromStdString(p.modelName);
    if (!p.modelHash.empty())
        parts << QStringLiteral("model ") + QString::fromStdString(p.modelHash).left(12);
    if (!p.chatTemplate.empty())
        parts << QStringLiteral("%1 prompt").arg(QString::fromStdString(p.chatTemplate));
    if (!p.needleSetHash.empty())
        parts << QStringLiteral("needles ") + QString::fromStdString(p.needleSetHash).left(12);
    if (!p.intervention.empty())
        parts << maskText(p.intervention);
    if (p.seed != 0)
        parts << QStringLiteral("seed %1").arg(p.seed);
    for (const std::string &text : {p.program, p.versions, p.created}) {
        if (!text.empty())
            parts << QString::fromStdString(text);
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QStringList provenanceLines(const Provenance &p)
{
    QStringList lines;
    const auto add = [&lines](const char *key, const QString &value) {
        if (!value.isEmpty())
            lines << QLatin1String(key) + QStringLiteral(": ") + QString(value).replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    };
    add("program", QString::fromStdString(p.program));
    add("model", QString::fromStdString(p.modelName));
    add("model hash", QString::fromStdString(p.modelHash));
    add("tokenizer hash", QString::fromStdString(p.tokenizerHash));
    add("prompt template", QString::fromStdString(p.frame));
    add("chat template", QString::fromStdString(p.chatTemplate));
    add("needle set hash", QString::fromStdString(p.needleSetHash));
    add("seed", QString::number(p.seed));
    add("masked heads", maskedHeads(p.intervention));
    if (!p.intervention.empty()) {
        add("mask kind", QString::fromUtf8(nameOf(p.intervention.kind)));
        add("mask scope", QString::fromUtf8(nameOf(p.intervention.scope)));
    }
    add("versions", QString::fromStdString(p.versions));
    add("created", QString::fromStdString(p.created));
    return lines;
}

QString maskText(const Intervention &intervention)
{
    if (intervention.empty())
        return QCoreApplication::translate("MaskText", "nothing masked");
    const auto kind = [&] {
        switch (intervention.kind) {
        case MaskKind::Uniform:
            return QCoreApplication::translate("MaskText", "uniform");
        case MaskKind::Zero:
            return QCoreApplication::translate("MaskText", "zero");
        case MaskKind::Mean:
            return QCoreApplication::translate("MaskText", "mean");
        }
        return QString();
    }();
    const QString scope = intervention.scope == MaskScope::Decode ? QCoreApplication::translate("MaskText", "while decoding")
                                                                  : QCoreApplication::translate("MaskText", "everywhere");
    const auto nHeads = static_cast<int>(intervention.heads.size());
    const QString heads = nHeads == 1 ? QCoreApplication::translate("MaskText", "1 head masked")
                                      : QCoreApplication::translate("MaskText", "%1 heads masked").arg(nHeads);
    return QStringLiteral("%1, %2, %3").arg(heads, kind, scope);
}

Figure withFooter(Figure figure, const Provenance &provenance)
{
    const QString text = footerText(provenance);
    if (text.isEmpty())
        return figure;
    constexpr double height = 14;
    figure.size.rheight() += height;
    figure.paint = [paint = figure.paint, text](QPainter &painter, QRectF rect) {
        paint(painter, rect.adjusted(0, 0, 0, -height));
        painter.save();
        const PlotLook look = paperLook(5.6);
        painter.setFont(look.font);
        painter.setPen(look.muted);
        const QRectF line(rect.left() + 6, rect.bottom() - height, rect.width() - 12, height - 3);
        painter.drawText(
            line, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, qRound(line.width())));
        painter.restore();
    };
    return figure;
}

} // namespace needlescope
