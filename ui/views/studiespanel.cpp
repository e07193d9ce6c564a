// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/studiespanel.h"

#include "language/language.h"
#include "views/progresswords.h"
#include "views/runlist.h"
#include "views/studyform.h"
#include "views/studyview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>

namespace needlescope {

namespace {

constexpr int barSteps = 1000; ///< the bar counts in int, the work in 64 bits

} // namespace

StudiesPanel::StudiesPanel(QWidget *parent)
    : QWidget(parent)
    , m_form(new StudyForm(this))
    , m_view(new StudyView(this))
    , m_runs(new RunList(this))
    , m_estimate(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_timeLeft(new QLabel(this))
    , m_start(new QPushButton(this))
{
    setObjectName(QStringLiteral("studiesPanel"));
    auto *results = new QSplitter(Qt::Vertical, this);
    results->addWidget(m_view);
    results->addWidget(m_runs);
    results->setSizes({420, 140});
    results->setStretchFactor(0, 1);
    results->setChildrenCollapsible(false);
    auto *parts = new QSplitter(Qt::Horizontal, this);
    parts->addWidget(makeChoice());
    parts->addWidget(results);
    parts->setSizes({270, 600});
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 3);
    parts->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 0, 0, 0);
    layout->addWidget(parts);
    connect(m_start, &QPushButton::clicked, this, &StudiesPanel::startRequested);
    setProgress({});
    inEveryLanguage(this, [this] { showButtons(); });
}

QWidget *StudiesPanel::makeChoice()
{
    m_estimate->setObjectName(QStringLiteral("estimate"));
    m_estimate->setWordWrap(true);
    m_start->setObjectName(QStringLiteral("startStudy"));
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(fontMetrics().height() * 2 / 3);
    m_timeLeft->setObjectName(QStringLiteral("studyTimeLeft"));
    auto *choice = new QWidget(this);
    auto *layout = new QVBoxLayout(choice);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->addWidget(m_form, 1);
    layout->addWidget(m_estimate);
    layout->addWidget(m_progress);
    layout->addWidget(m_timeLeft);
    layout->addWidget(m_start);
    choice->setMinimumWidth(15 * fontMetrics().height());
    return choice;
}

void StudiesPanel::setPlan(const StudyPlan &plan)
{
    m_startable = true;
    QString text = plan.masks > 1 ? tr("%1 samples × %2 masks").arg(plan.samples).arg(plan.masks) : samplesText(plan.samples);
    if (plan.seconds >= 0)
        text = tr("%1, %2").arg(text, durationText(plan.seconds));
    m_estimate->setText(text);
    showButtons();
}

void StudiesPanel::setProblem(const QString &why)
{
    m_startable = false;
    m_estimate->setText(why);
    showButtons();
}

void StudiesPanel::setContinues(bool continues)
{
    m_continues = continues;
    showButtons();
}

void StudiesPanel::setRunning(bool running)
{
    m_running = running;
    m_runs->setOpenable(!running);
    showButtons();
}

void StudiesPanel::showButtons()
{
    m_start->setText(m_continues ? tr("&Continue") : tr("&Start"));
    m_start->setEnabled(m_startable && !m_running);
}

void StudiesPanel::setProgress(const std::optional<Progress> &progress)
{
    m_progress->setVisible(progress.has_value());
    m_timeLeft->setVisible(progress.has_value());
    if (!progress)
        return m_timeLeft->clear();
    const bool counted = progress->total > 0;
    m_progress->setRange(0, counted ? barSteps : 0);
    if (counted)
        m_progress->setValue(static_cast<int>(progress->done * barSteps / progress->total));
    const QString done = counted ? tr("%1 of %2").arg(progress->done).arg(progress->total) : QString();
    const QString left = timeLeftText(progress->secondsLeft);
    m_timeLeft->setText(left.isEmpty() ? done : tr("%1, %2").arg(done, left));
}

void StudiesPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    emit shown();
}

} // namespace needlescope
