// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/answercomparisonfigure.h"

#include "figures/answertext.h"
#include "figures/changetext.h"
#include "figures/provenancelines.h"
#include "figures/scorecolors.h"

#include "api/engineerror.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPainter>
#include <QTextDocument>

#include <memory>

namespace needlescope {

namespace {

constexpr double margin = 10;
constexpr double columnGap = 16;
constexpr double figureWidth = 430;
constexpr double paneWidth = (figureWidth - 2 * margin - columnGap) / 2;
constexpr double headHeight = 62; // needle, question and expected answer
constexpr double paneTop = 36; // a pane's title and badge

struct Pane
{
    QString title;
    std::vector<DiffWord> words;
    Outcome outcome = Outcome::Hallucination;
    bool judged = false;
    double recall = 0;
};

struct PaintedComparison
{
    Needle needle;
    Pane baseline;
    Pane masked;
};

std::unique_ptr<QTextDocument> documentOf(const Pane &pane, const PlotLook &look)
{
    auto document = std::make_unique<QTextDocument>();
    document->setDocumentMargin(0);
    document->setTextWidth(paneWidth);
    setWords(*document, pane.words, look);
    return document;
}

PlotLook answerLook()
{
    return paperLook(10);
}

/// Returns its width.
double paintBadge(QPainter &painter, QPointF topLeft, const Pane &pane, const PlotLook &look)
{
    const QString text = QStringLiteral("%1 %2").arg(outcomeSign(pane.outcome), outcomeText(pane.outcome));
    painter.setFont(look.font);
    const QRectF badge(topLeft, QSizeF(painter.fontMetrics().horizontalAdvance(text) + 10, 13));
    painter.setPen(Qt::NoPen);
    painter.setBrush(outcomeColor(pane.outcome, look));
    painter.drawRoundedRect(badge, 6.5, 6.5);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, text);
    return badge.width();
}

void paintPane(QPainter &painter, QPointF topLeft, const Pane &pane, const PlotLook &look)
{
    QFont bold = look.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(look.text);
    painter.drawText(QRectF(topLeft, QSizeF(paneWidth, 13)), Qt::AlignLeft | Qt::AlignVCenter, pane.title);
    if (pane.judged) {
        const QPointF secondLine = topLeft + QPointF(0, 16);
        const double badgeWidth = paintBadge(painter, secondLine, pane, look);
        painter.setFont(look.font);
        painter.setPen(look.muted);
        painter.drawText(QRectF(secondLine + QPointF(badgeWidth + 6, 0), QSizeF(paneWidth, 13)), Qt::AlignLeft | Qt::AlignVCenter,
            QCoreApplication::translate("AnswerComparisonFigure", "recall of the answer span %1 %").arg(100 * pane.recall, 0, 'f', 0));
    }
    painter.save();
    painter.translate(topLeft + QPointF(0, paneTop));
    QAbstractTextDocumentLayout::PaintContext context;
    documentOf(pane, answerLook())->documentLayout()->draw(&painter, context);
    painter.restore();
}

void paintHead(QPainter &painter, QRectF rect, const Needle &needle, const PlotLook &look)
{
    const std::array<std::pair<QString, QString>, 3> lines{{
        {QCoreApplication::translate("AnswerComparisonFigure", "Needle"), QString::fromStdString(needle.statement)},
        {QCoreApplication::translate("AnswerComparisonFigure", "Question"), QString::fromStdString(needle.question)},
        {QCoreApplication::translate("AnswerComparisonFigure", "Expected"), QString::fromStdString(needle.answer)},
    }};
    painter.setFont(look.font);
    double y = rect.top();
    for (const auto &[key, value] : lines) {
        painter.setPen(look.muted);
        painter.drawText(QRectF(rect.left(), y, 46, 14), Qt::AlignLeft | Qt::AlignVCenter, key);
        painter.setPen(look.text);
        const double width = rect.width() - 48;
        painter.drawText(QRectF(rect.left() + 48, y, width, 14), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(value, Qt::ElideRight, qRound(width)));
        y += 15;
    }
}

void paintComparison(QPainter &painter, QRectF rect, const PaintedComparison &comparison)
{
    const PlotLook look = paperLook();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintHead(painter, QRectF(rect.left() + margin, rect.top() + margin, rect.width() - 2 * margin, headHeight), comparison.needle, look);
    const QPointF left(rect.left() + margin, rect.top() + margin + headHeight);
    painter.setPen(QPen(QColor(210, 210, 216), 0.6));
    painter.drawLine(left - QPointF(0, 8), QPointF(rect.right() - margin, left.y() - 8));
    paintPane(painter, left, comparison.baseline, look);
    paintPane(painter, left + QPointF(paneWidth + columnGap, 0), comparison.masked, look);
    painter.restore();
}

Pane paneOf(const DecodeTrace &trace, QString title, std::vector<DiffWord> words)
{
    return {std::move(title), std::move(words), trace.outcome, trace.judged, trace.recall};
}

QStringList rowOf(const QString &answer, const DecodeTrace &trace)
{
    QStringList heads;
    for (const HeadId id : trace.intervention.heads)
        heads << QString::fromStdString(toFileKey(id));
    return {answer, heads.join(QLatin1Char(' ')), trace.judged ? QString::fromUtf8(nameOf(trace.outcome)) : QString(),
        trace.judged ? QString::number(trace.recall, 'g', 9) : QString(), QString::fromStdString(trace.text)};
}

} // namespace

Figure answerComparisonFigure(const DecodeTrace &baseline, const DecodeTrace &masked)
{
    const AnswerOrigin &origin = masked.origin;
    if (baseline.origin.provenance.modelHash != origin.provenance.modelHash || !(baseline.origin.needle == origin.needle))
        throw EngineError("The two answers are not of one model and one question; ask again, then compare.");
    const Needle &needle = origin.needle;
    const Provenance &provenance = origin.provenance;
    const WordDiff diff = diffWords(QString::fromStdString(baseline.text), QString::fromStdString(masked.text));
    QString maskedTitle = maskText(masked.intervention);
    maskedTitle.replace(0, 1, maskedTitle.left(1).toUpper());
    const PaintedComparison comparison{needle,
        paneOf(baseline, QCoreApplication::translate("AnswerComparisonFigure", "Baseline"), diff.baseline),
        paneOf(masked, maskedTitle, diff.masked)};
    const double textHeight = std::max(
        documentOf(comparison.baseline, answerLook())->size().height(), documentOf(comparison.masked, answerLook())->size().height());
    Figure figure;
    figure.name = QStringLiteral("answers");
    const QString word = changedWord(masked.intervention);
    figure.title = word == QLatin1String("masked")
        ? QCoreApplication::translate("AnswerComparisonFigure", "Answer with and without masked heads")
        : QCoreApplication::translate("AnswerComparisonFigure", "Answer with heads as they are, and %1")
              .arg(changedText(masked.intervention));
    figure.size = QSizeF(figureWidth, 2 * margin + headHeight + paneTop + textHeight);
    figure.paint = [comparison](QPainter &painter, QRectF rect) { paintComparison(painter, rect, comparison); };
    figure.provenance = provenanceLines(provenance) << QStringLiteral("needle: %1").arg(QString::fromStdString(needle.statement))
                                                    << QStringLiteral("question: %1").arg(QString::fromStdString(needle.question))
                                                    << QStringLiteral("prompt tokens: %1").arg(origin.promptTokens);
    figure.columns = {QStringLiteral("answer"), word, QStringLiteral("outcome"), QStringLiteral("recall"), QStringLiteral("text")};
    figure.rows = {rowOf(QStringLiteral("baseline"), baseline), rowOf(word, masked)};
    return withFooter(std::move(figure), provenance);
}

} // namespace needlescope
