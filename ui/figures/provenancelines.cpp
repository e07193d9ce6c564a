// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/provenancelines.h"

#include "figures/changetext.h"
#include "figures/plotlook.h"
#include "language/enginetext.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>
#include <utility>
#include <vector>

namespace needlescope {

namespace {

QString headsOf(const Intervention &intervention)
{
    QStringList heads;
    for (const HeadId id : intervention.heads)
        heads << QString::fromStdString(toFileKey(id));
    return heads.join(QLatin1Char(' '));
}

/// All that is needed to change the same heads in the same way again.
std::vector<std::pair<QString, QString>> interventionLines(const Provenance &p)
{
    const Intervention &how = p.intervention;
    std::vector<std::pair<QString, QString>> lines;
    if (how.empty() && !p.changesHeads)
        return lines;
    const auto add = [&lines](const QString &key, const QString &value) { lines.emplace_back(key, value); };
    add(changedWord(how) + QStringLiteral(" heads"), how.empty() && p.ks.empty() ? QStringLiteral("each alone") : headsOf(how));
    if (!p.ks.empty()) {
        add(QStringLiteral("K"), QString::fromStdString(p.ks));
        add(QStringLiteral("K counts"),
            (p.wholeGroups ? QStringLiteral("KV groups ") : QStringLiteral("heads "))
                + (p.keepsK ? QStringLiteral("left as they are") : changedWord(how)));
        add(QStringLiteral("random draws"), QString::number(p.draws) + (p.layerMatched ? QStringLiteral(", layer-matched") : QString()));
    }
    add(QStringLiteral("mask kind"), QString::fromUtf8(nameOf(how.kind)));
    add(QStringLiteral("mask scope"), QString::fromUtf8(nameOf(how.scope)));
    if (how.kind == MaskKind::Scale)
        add(QStringLiteral("mask factor"), factorText(how));
    if (how.kind == MaskKind::Window)
        add(QStringLiteral("mask window"), QStringLiteral("%1 first and %2 recent tokens").arg(how.sinkTokens).arg(how.recentTokens));
    if (p.contrast != 0)
        add(QStringLiteral("contrast"), QString::number(p.contrast));
    return lines;
}

QString footerText(const Provenance &p)
{
    QStringList parts;
    if (!p.modelName.empty())
        parts << QString::fromStdString(p.modelName);
    if (!p.modelHash.empty())
        parts << QCoreApplication::translate("ProvenanceLines", "model %1").arg(QString::fromStdString(p.modelHash).left(12));
    if (!p.arithmetic.empty() && p.arithmetic != "f32")
        parts << QString::fromStdString(p.arithmetic);
    if (!p.chatTemplate.empty())
        parts << QCoreApplication::translate("ProvenanceLines", "%1 prompt").arg(QString::fromStdString(p.chatTemplate));
    if (!p.rule.empty())
        parts << QCoreApplication::translate("ProvenanceLines", "rule %1").arg(engineWord(p.rule));
    if (!p.needleSetHash.empty())
        parts << QCoreApplication::translate("ProvenanceLines", "needles %1").arg(QString::fromStdString(p.needleSetHash).left(12));
    if (!p.intervention.empty())
        parts << maskText(p.intervention);
    else if (p.changesHeads)
        parts << changeText(p);
    if (p.seed != 0)
        parts << QCoreApplication::translate("ProvenanceLines", "seed %1").arg(p.seed);
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
    const auto add = [&lines](const QString &key, const QString &value) {
        if (!value.isEmpty())
            lines << key + QStringLiteral(": ") + QString(value).replace(QLatin1Char('\n'), QStringLiteral("\\n"));
    };
    add(QStringLiteral("program"), QString::fromStdString(p.program));
    add(QStringLiteral("model"), QString::fromStdString(p.modelName));
    add(QStringLiteral("model hash"), QString::fromStdString(p.modelHash));
    add(QStringLiteral("arithmetic"), QString::fromStdString(p.arithmetic));
    add(QStringLiteral("tokenizer hash"), QString::fromStdString(p.tokenizerHash));
    add(QStringLiteral("prompt template"), QString::fromStdString(p.frame));
    add(QStringLiteral("chat template"), QString::fromStdString(p.chatTemplate));
    add(QStringLiteral("study"), QString::fromStdString(p.study));
    add(QStringLiteral("rule"), QString::fromStdString(p.rule));
    add(QStringLiteral("needle set hash"), QString::fromStdString(p.needleSetHash));
    add(QStringLiteral("texts"), QString::fromStdString(p.haystacks));
    add(QStringLiteral("lengths"), QString::fromStdString(p.lengths));
    add(QStringLiteral("depths"), QString::fromStdString(p.depths));
    add(QStringLiteral("ranked by"), QString::fromStdString(p.ranking));
    add(QStringLiteral("source"), QString::fromStdString(p.source));
    if (p.seed != 0)
        add(QStringLiteral("seed"), QString::number(p.seed));
    for (const auto &[key, value] : interventionLines(p))
        add(key, value);
    add(QStringLiteral("versions"), QString::fromStdString(p.versions));
    add(QStringLiteral("created"), QString::fromStdString(p.created));
    return lines;
}

Figure withFooter(Figure figure, const Provenance &provenance)
{
    return withFooter(std::move(figure), std::vector{provenance});
}

Figure withFooter(Figure figure, const std::vector<Provenance> &origins)
{
    QStringList texts;
    for (const Provenance &origin : origins) {
        if (const QString text = footerText(origin); !text.isEmpty())
            texts << text;
    }
    if (texts.isEmpty())
        return figure;
    constexpr double lineHeight = 8;
    constexpr double margin = 6;
    const PlotLook look = paperLook(5.6);
    const double width = figure.size.width() - 2 * margin;
    double lines = 0;
    for (const QString &text : texts)
        lines += std::ceil(QFontMetricsF(look.font).horizontalAdvance(text) * 1.05 / width); // words do not fill their lines
    const double height = lines * lineHeight + 6;
    figure.size.rheight() += height;
    figure.paint = [paint = figure.paint, text = texts.join(QLatin1Char('\n')), look, height](QPainter &painter, QRectF rect) {
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
