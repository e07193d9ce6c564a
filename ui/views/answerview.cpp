// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/answerview.h"

#include "figures/answertext.h"
#include "figures/changetext.h"
#include "figures/scorecolors.h"
#include "language/language.h"
#include "views/answerpane.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <algorithm>

namespace needlescope {

namespace {

/// From here on most of what a retrieval head sees is the sink, so that it can copy next to nothing.
constexpr double alarmingSinkMass = 0.5;

QString capitalized(QString text)
{
    return text.replace(0, 1, text.left(1).toUpper());
}

} // namespace

AnswerView::AnswerView(QWidget *parent)
    : QWidget(parent)
    , m_panes(new QBoxLayout(QBoxLayout::TopToBottom))
    , m_export(new QToolButton(this))
    , m_stale(new QLabel(this))
    , m_expected(new QLabel(this))
    , m_legend(new QLabel(this))
    , m_alarm(new QLabel(this))
    , m_baseline(new AnswerPane(QStringLiteral("baselineAnswer"), this))
    , m_masked(new AnswerPane(QStringLiteral("maskedAnswer"), this))
{
    setObjectName(QStringLiteral("answerView"));
    m_expected->setObjectName(QStringLiteral("expectedAnswer"));
    m_expected->setWordWrap(true);
    m_expected->hide();
    m_legend->setForegroundRole(QPalette::PlaceholderText);
    m_legend->setObjectName(QStringLiteral("diffLegend"));
    m_legend->setWordWrap(true);
    m_alarm->setObjectName(QStringLiteral("sinkAlarm"));
    m_alarm->setWordWrap(true);
    m_alarm->hide();
    m_export->setObjectName(QStringLiteral("exportAnswers"));
    m_export->setAutoRaise(true);
    connect(m_export, &QToolButton::clicked, this, &AnswerView::exportRequested);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 0, 4, 0);
    foot->addWidget(m_legend, 1);
    foot->addWidget(m_export, 0, Qt::AlignRight);
    m_panes->addWidget(m_baseline, 1);
    m_panes->addWidget(m_masked, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(4);
    layout->addWidget(m_stale);
    layout->addWidget(m_expected);
    layout->addLayout(m_panes, 1);
    layout->addWidget(m_alarm);
    layout->addLayout(foot);
    m_expected->setContentsMargins(8, 0, 8, 0);
    m_stale->setContentsMargins(8, 0, 8, 0);
    m_stale->setObjectName(QStringLiteral("staleAnswers"));
    m_stale->setWordWrap(true);
    m_stale->hide();
    m_alarm->setContentsMargins(8, 4, 8, 4);
    applyLook();
    inEveryLanguage(this, [this] {
        setAccessibleName(tr("Answers"));
        m_stale->setText(tr("Not of the prompt above yet: press Ask."));
        m_legend->setText(tr("dotted: lost under the mask · underlined: new"));
        m_baseline->setTitle(tr("Baseline"));
        m_export->setText(tr("Export..."));
        m_export->setToolTip(tr("Save the comparison as SVG, PDF or PNG"));
        refresh();
    });
}

AnswerView::~AnswerView() = default;

void AnswerView::setStale(bool stale)
{
    m_stale->setVisible(stale);
    m_expected->setEnabled(!stale);
    m_baseline->setFaded(stale);
    m_masked->setFaded(stale);
}

void AnswerView::setMaskedShown(bool shown)
{
    m_maskedShown = shown;
    m_masked->setVisible(shown);
    refresh();
}

void AnswerView::setExportable(bool exportable)
{
    m_export->setVisible(exportable);
}

void AnswerView::setExpectedAnswer(const QString &answer)
{
    m_expected->setText(tr("Expected: %1").arg(answer));
    m_expected->setVisible(!answer.isEmpty());
}

void AnswerView::setBaseline(std::shared_ptr<const DecodeTrace> trace)
{
    m_baselineTrace = std::move(trace);
    refresh();
}

void AnswerView::setMasked(std::shared_ptr<const DecodeTrace> trace)
{
    m_maskedTrace = std::move(trace);
    if (m_maskedTrace)
        m_mask = m_maskedTrace->intervention;
    refresh();
}

void AnswerView::setMask(const Intervention &mask)
{
    m_mask = mask;
    showMaskTitle();
}

void AnswerView::showMaskTitle()
{
    m_masked->setTitle(capitalized(maskText(m_mask)));
}

void AnswerView::setStreaming(bool masked, const QString &textSoFar, bool running)
{
    (masked ? m_masked : m_baseline)->showStreaming(textSoFar, running);
    if (masked)
        m_alarm->hide();
}

void AnswerView::setRetrievalHeads(std::vector<HeadId> heads)
{
    m_retrievalHeads = std::move(heads);
    showAlarm();
}

QSize AnswerView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {20 * em, 26 * em};
}

/// As narrow as one answer: where there is no room for two beside each other, they go below each other.
QSize AnswerView::minimumSizeHint() const
{
    const int pane = std::max(m_baseline->minimumSizeHint().width(), m_masked->minimumSizeHint().width());
    return {pane, QWidget::minimumSizeHint().height()};
}

void AnswerView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool wide = width() > std::max(26 * fontMetrics().height(), 2 * minimumSizeHint().width() + m_panes->spacing());
    m_panes->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void AnswerView::refresh()
{
    const auto textOf
        = [](const std::shared_ptr<const DecodeTrace> &trace) { return trace ? QString::fromStdString(trace->text) : QString(); };
    // Without a second answer there is nothing to compare with.
    const bool both = m_baselineTrace && m_maskedTrace && m_maskedShown;
    const WordDiff diff = both ? diffWords(textOf(m_baselineTrace), textOf(m_maskedTrace))
                               : WordDiff{diffWords(textOf(m_baselineTrace), textOf(m_baselineTrace)).baseline,
                                   diffWords(textOf(m_maskedTrace), textOf(m_maskedTrace)).masked};
    if (m_baselineTrace)
        m_baseline->showAnswer(*m_baselineTrace, diff.baseline);
    else
        m_baseline->showNothing(tr("No answer yet."));
    showMaskTitle();
    if (m_maskedTrace)
        m_masked->showAnswer(*m_maskedTrace, diff.masked);
    else
        m_masked->showNothing(tr("Mask a head on the map (right-click or Space) and compare."));
    m_legend->setVisible(both);
    showAlarm();
}

void AnswerView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyLook();
}

void AnswerView::applyLook()
{
    const PlotLook look = lookOf(palette(), font());
    m_alarm->setStyleSheet(QStringLiteral("QLabel { border-left: 4px solid %1; background: %2; color: %3; }")
                               .arg(look.bad.name(), blend(palette().color(QPalette::Window), look.bad, 0.14).name(),
                                   palette().color(QPalette::WindowText).name()));
}

void AnswerView::showAlarm()
{
    const double mass = m_maskedTrace ? sinkMassOfRemaining(*m_maskedTrace, m_retrievalHeads) : -1;
    m_alarm->setVisible(mass >= alarmingSinkMass && m_maskedShown);
    m_alarm->setText(tr("⚠ Sink alarm: the retrieval heads that are left spend %1 % of their attention on the first token.")
                         .arg(locale().toString(100 * mass, 'f', 0)));
    m_alarm->setToolTip(tr("In a hallucination the remaining retrieval heads look at the attention sink (figure 9 of the paper)."));
}

} // namespace needlescope
