// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/presentationview.h"

#include "figures/answertext.h"
#include "language/language.h"
#include "views/banner.h"

#include <QAction>
#include <QFontInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QResizeEvent>
#include <QToolButton>

#include <algorithm>

namespace needlescope {

namespace {

// Shares of the height. Letters of a fiftieth are read from a distance of six to eight heights, which is where the last row sits.
constexpr double textShare = 1.0 / 34;
constexpr double bannerShare = 1.0 / 6;

QLabel *wrapped(const char *name)
{
    auto *label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

PresentationStep stepAfter(PresentationStep step, int n)
{
    constexpr auto first = static_cast<int>(PresentationStep::Ask);
    constexpr auto last = static_cast<int>(PresentationStep::Read);
    return static_cast<PresentationStep>(std::clamp(static_cast<int>(step) + n, first, last));
}

PresentationView::PresentationView(const std::vector<QAction *> &steps, QWidget *parent)
    : QWidget(parent)
    , m_lent(new QHBoxLayout)
    , m_question(wrapped("presentedQuestion"))
    , m_needle(wrapped("presentedNeedle"))
    , m_banner(new Banner)
{
    setObjectName(QStringLiteral("presentation"));
    inEveryLanguage(this, [this] { setAccessibleName(tr("Presentation")); });
    setFocusPolicy(Qt::StrongFocus);
    m_banner->setObjectName(QStringLiteral("banner"));
    m_needle->setForegroundRole(QPalette::PlaceholderText);
    auto *head = new QHBoxLayout;
    for (QAction *step : steps) {
        auto *button = new QToolButton;
        button->setDefaultAction(step);
        button->setFocusPolicy(Qt::NoFocus);
        head->addWidget(button);
        m_steps.push_back(button);
    }
    head->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(head);
    layout->addWidget(m_question);
    layout->addWidget(m_needle);
    layout->addLayout(m_lent, 1);
    layout->addWidget(m_banner);
}

void PresentationView::borrow(QWidget *map, QWidget *answers)
{
    m_map = map;
    m_lent->addWidget(map, 1);
    m_lent->addWidget(answers, 1);
    answers->show();
    setStep(m_step);
}

void PresentationView::setStep(PresentationStep step)
{
    m_step = step;
    if (m_map)
        m_map->setVisible(step != PresentationStep::Ask);
    showBanner();
}

void PresentationView::setNeedle(const Needle &needle)
{
    m_question->setText(QString::fromStdString(needle.question));
    m_needle->setText(tr("Hidden in the text: %1").arg(QString::fromStdString(needle.statement)));
}

void PresentationView::setMask(const QString &text)
{
    m_mask = text;
    showBanner();
}

void PresentationView::setOutcomes(std::optional<Outcome> baseline, std::optional<Outcome> masked)
{
    m_baseline = baseline;
    m_masked = masked;
    showBanner();
}

void PresentationView::showBanner()
{
    const PlotLook look = lookOf(palette(), font());
    const auto verdict = [&look](const std::optional<Outcome> &outcome) {
        return outcome ? Banner::Part{outcomeText(*outcome), outcomeColor(*outcome, look)} : Banner::Part{tr("…"), look.muted};
    };
    std::vector<Banner::Part> parts;
    if (m_step == PresentationStep::Ask)
        parts = {verdict(m_baseline)};
    else if (m_step == PresentationStep::Mask)
        parts = {{m_mask, palette().color(QPalette::WindowText)}};
    else
        parts = {verdict(m_baseline), {tr(" → "), look.muted}, verdict(m_masked)};
    m_banner->setParts(std::move(parts));
}

void PresentationView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QFont large = font();
    large.setPixelSize(std::max(9, static_cast<int>(textShare * height())));
    setFont(large);
    m_banner->setFixedHeight(static_cast<int>(bannerShare * height()));
    applyLook();
}

/// Which step it is must be seen in any style.
void PresentationView::applyLook()
{
    QFont larger = scaled(font(), 1.4);
    larger.setBold(true);
    m_question->setFont(larger);
    const QString style = QStringLiteral("QToolButton { font-size: %1px; padding: 2px %1px; } "
                                         "QToolButton:checked { background: %2; color: %3; font-weight: bold; }")
                              .arg(QFontInfo(font()).pixelSize())
                              .arg(palette().color(QPalette::Highlight).name(), palette().color(QPalette::HighlightedText).name());
    for (QToolButton *step : m_steps)
        step->setStyleSheet(style);
    showBanner();
}

void PresentationView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyLook();
}

void PresentationView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Space)
        emit stepChosen(stepAfter(m_step, 1));
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Backspace)
        emit stepChosen(stepAfter(m_step, -1));
    else
        QWidget::keyPressEvent(event);
}

} // namespace needlescope
