// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/provenancelines.h"

#include "figures/plotlook.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

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
    if (!p.rule.empty())
        parts << QStringLiteral("rule %1").arg(QString::fromStdString(p.rule));
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
    add("study", QString::fromStdString(p.study));
    add("rule", QString::fromStdString(p.rule));
    add("needle set hash", QString::fromStdString(p.needleSetHash));
    add("texts", QString::fromStdString(p.haystacks));
    add("lengths", QString::fromStdString(p.lengths));
    add("depths", QString::fromStdString(p.depths));
    add("ranked by", QString::fromStdString(p.ranking));
    add("source", QString::fromStdString(p.source));
    if (p.seed != 0)
        add("seed", QString::number(p.seed));
    add("masked heads", maskedHeads(p.intervention));
    const bool masks = !p.intervention.empty() || !p.ranking.empty();
    if (masks) {
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
        case MaskKind::Window:
            return QCoreApplication::translate("MaskText", "window");
        case MaskKind::Scale:
            return QCoreApplication::translate("MaskText", "times %1").arg(static_cast<double>(intervention.factor));
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
    constexpr double lineHeight = 8;
    constexpr double margin = 6;
    const PlotLook look = paperLook(5.6);
    const double width = figure.size.width() - 2 * margin;
    const double lines = std::ceil(QFontMetricsF(look.font).horizontalAdvance(text) * 1.05 / width); // words do not fill their lines
    const double height = lines * lineHeight + 6;
    figure.size.rheight() += height;
    figure.paint = [paint = figure.paint, text, look, height](QPainter &painter, QRectF rect) {
        paint(painter, rect.adjusted(0, 0, 0, -height));
        painter.save();
        painter.setFont(look.font);
        painter.setPen(look.muted);
        painter.drawText(QRectF(rect.left() + margin, rect.bottom() - height + 2, rect.width() - 2 * margin, height - 2),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
        painter.restore();
    };
    return figure;
}

} // namespace needlescope
