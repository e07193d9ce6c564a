// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/stepstrip.h"

#include "figures/attentionshares.h"
#include "figures/scorecolors.h"
#include "language/language.h"
#include "views/spokenvalue.h"

#include <QEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace needlescope {

namespace {

constexpr double mostStretch = 3; ///< of a column

} // namespace

StepStrip::StepStrip(QWidget *parent)
    : QWidget(parent)
{
    setSpokenValue(this, {});
    setObjectName(QStringLiteral("stepStrip"));
    setMouseTracking(true);
    inEveryLanguage(this, [this] {
        setAccessibleName(tr("Timeline"));
        setAccessibleDescription(tr("What each head looks at, token by token: answer span, recent tokens, sink or elsewhere."));
        layOut();
    });
}

void StepStrip::setTrace(std::shared_ptr<const DecodeTrace> trace)
{
    m_trace = std::move(trace);
    m_step = std::min(m_step, nSteps() - 1);
    layOut();
}

void StepStrip::setHeads(std::vector<HeadId> heads)
{
    m_heads = std::move(heads);
    layOut();
}

void StepStrip::setHeadColors(const HeadColors &colors)
{
    m_colors = colors;
    update();
}

void StepStrip::setStep(int step)
{
    m_step = step;
    speak();
    update();
}

/// The step, and what the first head looks at.
void StepStrip::speak()
{
    setSpokenValue(this, describe(m_step, m_heads.empty() ? std::nullopt : std::optional(m_heads.front())));
}

int StepStrip::nSteps() const
{
    return m_trace ? static_cast<int>(m_trace->tokens.size()) : 0;
}

int StepStrip::labelWidth() const
{
    return m_heads.empty() ? 0 : fontMetrics().horizontalAdvance(QStringLiteral("L00H00 ×")) + fontMetrics().height() * 3 / 2;
}

int StepStrip::rowHeight() const
{
    return qRound(fontMetrics().height() * 1.15);
}

int StepStrip::chipHeight() const
{
    return qRound(fontMetrics().height() * 1.5);
}

int StepStrip::rowTop(int row) const
{
    return chipHeight() + fontMetrics().height() / 3 + row * (rowHeight() + 2);
}

void StepStrip::layOut()
{
    const int padding = fontMetrics().averageCharWidth();
    m_widths.clear();
    for (int step = 0; step < nSteps(); ++step) {
        const QString text = shownToken(m_trace->tokens[static_cast<std::size_t>(step)].text);
        m_widths.push_back(std::max(fontMetrics().horizontalAdvance(text) + 2 * padding, fontMetrics().height() * 2) + 2);
    }
    setMinimumSize(sizeHint());
    updateGeometry();
    placeColumns();
    speak();
}

/// They share the width, as far as that helps the eye.
void StepStrip::placeColumns()
{
    const int least = std::accumulate(m_widths.begin(), m_widths.end(), 0);
    const double stretch = std::clamp((width() - labelWidth() - 2.0) / std::max(1, least), 1.0, mostStretch);
    m_lefts.assign(1, labelWidth());
    double x = labelWidth();
    for (const int needed : m_widths) {
        x += needed * stretch;
        m_lefts.push_back(static_cast<int>(x));
    }
    update();
}

QSize StepStrip::sizeHint() const
{
    return {std::accumulate(m_widths.begin(), m_widths.end(), labelWidth()) + 2, rowTop(nHeads()) + 1};
}

void StepStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeColumns();
}

QRect StepStrip::columnRect(int step) const
{
    if (step < 0 || step >= nSteps())
        return {};
    const int left = m_lefts[static_cast<std::size_t>(step)];
    return {left, 0, m_lefts[static_cast<std::size_t>(step) + 1] - left - 2, rowTop(nHeads())};
}

/// The chips stay at the upper edge while the rows scroll.
QRect StepStrip::chipRect(int step) const
{
    QRect rect = columnRect(step);
    if (rect.isEmpty())
        return rect;
    rect.setHeight(chipHeight());
    return rect.translated(0, std::max(0, -y()));
}

std::optional<int> StepStrip::stepAt(QPoint point) const
{
    const auto after = std::upper_bound(m_lefts.begin(), m_lefts.end(), point.x());
    const int step = static_cast<int>(after - m_lefts.begin()) - 1;
    return step >= 0 && step < nSteps() ? std::optional(step) : std::nullopt;
}

std::optional<HeadId> StepStrip::headAt(QPoint point) const
{
    for (int row = 0; row < nHeads(); ++row) {
        const bool inRow = point.y() >= rowTop(row) && point.y() < rowTop(row) + rowHeight();
        if (inRow && !chipRect(0).contains(chipRect(0).left(), point.y()))
            return m_heads[static_cast<std::size_t>(row)];
    }
    return {};
}

QRect StepStrip::cellRect(int step, int row) const
{
    const QRect column = columnRect(step);
    return column.isEmpty() ? QRect() : QRect(column.left(), rowTop(row), column.width(), rowHeight());
}

void StepStrip::paintEvent(QPaintEvent *event)
{
    const PlotLook look = lookOf(palette(), font());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int step = 0; step < nSteps(); ++step) {
        if (!columnRect(step).intersects(event->rect()))
            continue;
        for (int row = 0; row < nHeads(); ++row)
            paintMasses(painter, look, step, row);
    }
    paintLabels(painter, look);
    painter.fillRect(QRect(0, 0, width(), std::max(0, -y()) + rowTop(0) - 1), palette().color(QPalette::Window));
    for (int step = 0; step < nSteps(); ++step) {
        if (columnRect(step).intersects(event->rect()))
            paintChip(painter, look, step);
    }
}

void StepStrip::paintChip(QPainter &painter, const PlotLook &look, int step) const
{
    const bool current = step == m_step;
    const QColor fill = current ? look.accent : blend(palette().color(QPalette::Window), look.text, 0.1);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(chipRect(step), 4, 4);
    painter.setPen(current ? inkOn(fill) : palette().color(QPalette::WindowText));
    painter.drawText(chipRect(step), Qt::AlignCenter, shownToken(m_trace->tokens[static_cast<std::size_t>(step)].text));
}

void StepStrip::paintMasses(QPainter &painter, const PlotLook &look, int step, int row) const
{
    const QRect column = columnRect(step);
    const QRectF cell(column.left(), rowTop(row), column.width(), rowHeight());
    const HeadId id = m_heads[static_cast<std::size_t>(row)];
    painter.fillRect(cell, blend(palette().color(QPalette::Window), look.text, step == m_step ? 0.12 : 0.05));
    const AttentionShares shares = attentionShares(m_trace->heads, step, id);
    double bottom = cell.bottom();
    const auto stack = [&](double share, const QBrush &brush) {
        const double height = share * cell.height();
        painter.fillRect(QRectF(cell.left(), bottom - height, cell.width(), height), brush);
        bottom -= height;
    };
    stack(shares.needle, look.good);
    stack(shares.recent, recentBrush(look));
    stack(shares.sink, sinkBrush(look));
}

void StepStrip::paintLabels(QPainter &painter, const PlotLook &look) const
{
    // They stay at the left edge while the columns scroll.
    const int left = std::max(0, -x());
    if (nHeads() == 0)
        return;
    painter.fillRect(QRect(left, rowTop(0) - 1, labelWidth() - 2, height()), palette().color(QPalette::Window));
    for (int row = 0; row < nHeads(); ++row) {
        const HeadId id = m_heads[static_cast<std::size_t>(row)];
        const int side = fontMetrics().height(); // two dashes
        const int middle = rowTop(row) + rowHeight() / 2;
        painter.setPen(m_colors.pen(id, look.dark, look.muted, 2));
        painter.drawLine(left, middle, left + side, middle);
        QString label = QString::fromStdString(toString(id));
        if (m_trace && m_trace->intervention.masks(id))
            label += QStringLiteral(" ×");
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(left + side + 4, rowTop(row), labelWidth(), rowHeight()), Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

QString StepStrip::describe(int step, std::optional<HeadId> head) const
{
    if (step < 0 || step >= nSteps())
        return {};
    const DecodedToken &token = m_trace->tokens[static_cast<std::size_t>(step)];
    QStringList lines{tr("Token %1: “%2”").arg(step + 1).arg(shownToken(token.text)),
        tr("Probability %1 %").arg(locale().toString(100 * std::exp(token.logProbability), 'f', 1))};
    if (head && covers(m_trace->heads, step, *head)) {
        const AttentionShares shares = attentionShares(m_trace->heads, step, *head);
        const auto percent = [this](double share) { return locale().toString(100 * share, 'f', 0); };
        lines << tr("%1 looks at the answer span %2 %, recent tokens %3 %, the sink %4 %, elsewhere %5 %")
                     .arg(QString::fromStdString(toString(*head)), percent(shares.needle), percent(shares.recent), percent(shares.sink),
                         percent(shares.elsewhere()));
        lines << tr("most at position %1").arg(m_trace->heads.argmax[m_trace->heads.index(step, *head)]);
    }
    return lines.join(QLatin1Char('\n'));
}

void StepStrip::mousePressEvent(QMouseEvent *event)
{
    const auto step = stepAt(event->pos());
    if (step && event->button() == Qt::LeftButton)
        emit stepClicked(*step);
}

void StepStrip::mouseMoveEvent(QMouseEvent *event)
{
    const auto step = stepAt(event->pos());
    if (!step)
        return QToolTip::hideText();
    QToolTip::showText(event->globalPosition().toPoint(), describe(*step, headAt(event->pos())), this);
}

void StepStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        layOut();
}

} // namespace needlescope
