// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/answerpane.h"

#include "figures/answertext.h"
#include "figures/scorecolors.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace needlescope {

AnswerPane::AnswerPane(const QString &name, QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_badge(new QLabel(this))
    , m_recall(new QLabel(this))
    , m_text(new QTextBrowser(this))
{
    setObjectName(name);
    m_title->setObjectName(name + QStringLiteral("Title"));
    m_title->setWordWrap(true);
    m_badge->setObjectName(name + QStringLiteral("Outcome"));
    m_recall->setObjectName(name + QStringLiteral("Recall"));
    m_recall->setForegroundRole(QPalette::PlaceholderText);
    m_text->setObjectName(name + QStringLiteral("Text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_text->setMinimumHeight(fontMetrics().height() * 2);
    m_badge->hide();
    m_recall->hide();
    auto *judgement = new QHBoxLayout;
    judgement->addWidget(m_badge);
    judgement->addWidget(m_recall, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addLayout(judgement);
    layout->addWidget(m_text, 1);
    applyLook();
}

void AnswerPane::setTitle(const QString &title)
{
    m_title->setText(title);
    m_text->setAccessibleName(title);
}

void AnswerPane::showNothing(const QString &message)
{
    m_words.clear();
    m_badge->hide();
    m_recall->hide();
    m_text->clear();
    m_text->setPlaceholderText(message);
}

void AnswerPane::showStreaming(const QString &textSoFar, bool running)
{
    m_words = {{textSoFar + (running ? QStringLiteral(" ▍") : QString()), WordChange::Same}};
    m_badge->hide();
    m_recall->setText(running ? tr("Answering...") : QString());
    m_recall->setVisible(running);
    applyLook();
}

void AnswerPane::showAnswer(const DecodeTrace &trace, std::vector<DiffWord> words)
{
    m_words = std::move(words);
    m_outcome = trace.outcome;
    m_badge->setVisible(trace.judged);
    m_badge->setText(QStringLiteral("%1 %2").arg(outcomeSign(trace.outcome), outcomeText(trace.outcome)));
    m_badge->setToolTip(outcomeExplanation(trace.outcome));
    m_recall->setVisible(trace.judged);
    m_recall->setText(tr("recall %1 %").arg(locale().toString(100 * trace.recall, 'f', 0)));
    m_recall->setToolTip(tr("Share of the expected answer's words that the answer has (ROUGE-1 recall)"));
    m_text->setPlaceholderText(tr("The model said nothing."));
    applyLook();
}

void AnswerPane::setFaded(bool faded)
{
    if (m_faded == faded)
        return;
    m_faded = faded;
    applyLook();
}

void AnswerPane::applyLook()
{
    PlotLook look = lookOf(palette(), font());
    const QColor pale = blend(look.background, look.text, 0.4);
    if (m_faded)
        look.text = look.muted = look.accent = look.good = look.bad = pale;
    QPalette words = palette();
    words.setColor(QPalette::Text, look.text);
    m_text->setPalette(words);
    m_title->setEnabled(!m_faded);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    const QColor color = m_faded ? pale : outcomeColor(m_outcome, look);
    m_badge->setFont(font()); // one with a style sheet takes over no other
    m_badge->setStyleSheet(QStringLiteral("QLabel { background: %1; color: %2; border-radius: %3px; padding: 1px %3px; }")
                               .arg(color.name(), inkOn(color).name())
                               .arg(fontMetrics().height() / 2));
    PlotLook large = look;
    large.font = scaled(font(), 1.15);
    setWords(*m_text->document(), m_words, large);
}

void AnswerPane::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyLook();
}

} // namespace needlescope
