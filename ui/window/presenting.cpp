// SPDX-License-Identifier: GPL-3.0-or-later
// The window before an audience.
#include "figures/changetext.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/headmapview.h"
#include "views/promptbar.h"
#include "window/actions.h"
#include "window/mainwindow.h"

#include <QBoxLayout>
#include <QMenuBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>

namespace needlescope {

namespace {

std::optional<Outcome> outcomeOf(const Answer &answer)
{
    return answer.trace && answer.trace->judged ? std::optional(answer.trace->outcome) : std::nullopt;
}

} // namespace

void MainWindow::connectPresentation()
{
    connect(m_actions->present, &QAction::toggled, this, &MainWindow::present);
    connect(m_actions->leavePresentation, &QAction::triggered, this, [this] { m_actions->present->setChecked(false); });
    const auto to = [this](PresentationStep step) { return [this, step] { showStep(step); }; };
    connect(m_actions->presentAsk, &QAction::triggered, this, to(PresentationStep::Ask));
    connect(m_actions->presentMask, &QAction::triggered, this, to(PresentationStep::Mask));
    connect(m_actions->presentRead, &QAction::triggered, this, to(PresentationStep::Read));
    const auto move = [this](int n) { return [this, n] { showStep(stepAfter(m_presentation->step(), n)); }; };
    connect(m_actions->presentNext, &QAction::triggered, this, move(1));
    connect(m_actions->presentBack, &QAction::triggered, this, move(-1));
    connect(m_presentation, &PresentationView::stepChosen, this, &MainWindow::showStep);
    for (const auto changed :
        {&Session::promptRequestChanged, &Session::maskChanged, &Session::baselineChanged, &Session::maskedChanged, &Session::modelChanged})
        connect(m_session, changed, this, &MainWindow::showPresentation);
}

void MainWindow::showCentre()
{
    enum Page { Work, Start, Presentation };
    m_centre->setCurrentIndex(m_actions->present->isChecked() ? Presentation : m_actions->startPage->isChecked() ? Start : Work);
}

void MainWindow::present(bool presenting)
{
    if (presenting) {
        showStartPage(false);
        m_stateBefore = windowState();
        m_panelsBefore = panels();
    }
    for (QWidget *bar : std::initializer_list<QWidget *>{menuBar(), statusBar(), findChild<QToolBar *>()})
        bar->setVisible(!presenting);
    enablePanels();
    lendPanels(presenting);
    showCentre();
    if (!presenting) {
        setWindowState(m_stateBefore);
        if (m_answerPanels.state.isEmpty()) // what stood in for the panels has moved the borders
            QTimer::singleShot(0, this, [this, before = m_panelsBefore] { restorePanels(before); });
        m_headMap->setFocus();
        return;
    }
    setWindowState(m_stateBefore | Qt::WindowFullScreen);
    m_presentation->setFocus();
    showStep(PresentationStep::Ask);
}

/// One map and one comparison of answers, wherever they are; what stands in for them keeps their places.
void MainWindow::lendPanels(bool presenting)
{
    m_answers->setExportable(!presenting);
    if (presenting) {
        m_mapPlace->replaceWidget(m_headMap, m_mapStandIn);
        m_answersPlace->replaceWidget(m_answers, m_answersStandIn);
        m_presentation->borrow(m_headMap, m_answers);
        return;
    }
    m_mapPlace->replaceWidget(m_mapStandIn, m_headMap);
    m_mapStandIn->setParent(this);
    m_answersPlace->replaceWidget(m_answersStandIn, m_answers);
    m_answersStandIn->setParent(this);
    m_headMap->show();
    m_answers->show();
    m_answers->setMaskedShown(true);
}

/// A step does what it is named after, unless that is done.
void MainWindow::showStep(PresentationStep step)
{
    if (step == PresentationStep::Ask && (m_promptBar->isDraft() || !m_session->isPromptCurrent()))
        m_promptBar->commit();
    if (step != PresentationStep::Ask && m_session->mask().empty())
        m_session->maskTopK(m_count->value());
    m_presentation->setStep(step);
    m_answers->setMaskedShown(step == PresentationStep::Read);
    m_actions->presentAsk->setChecked(step == PresentationStep::Ask);
    m_actions->presentMask->setChecked(step == PresentationStep::Mask);
    m_actions->presentRead->setChecked(step == PresentationStep::Read);
    showPresentation();
}

void MainWindow::showPresentation()
{
    const auto model = m_session->model();
    const Intervention &mask = m_session->mask();
    m_presentation->setNeedle(m_session->promptRequest().needle);
    const QString heads = !model || mask.empty()
        ? maskText({})
        : tr("%1 of %2 heads %3")
              .arg(mask.heads.size())
              .arg((model->nLayers - static_cast<int>(model->headlessLayers.size())) * model->nHeads)
              .arg(changedText(mask));
    m_presentation->setMask(m_session->maskSeed() == 0 ? heads : tr("%1 at random").arg(heads));
    m_presentation->setOutcomes(outcomeOf(*m_session->baseline()), outcomeOf(*m_session->masked()));
}

} // namespace needlescope
