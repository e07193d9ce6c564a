// SPDX-License-Identifier: GPL-3.0-or-later
// The one page that says what leads to what: intents of views and actions go to the session, its values go to the views.
#include "language/telling.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/comparepanel.h"
#include "views/contextview.h"
#include "views/detectdialog.h"
#include "views/fetchdialog.h"
#include "views/findbar.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/runlist.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "window/actions.h"
#include "window/activityindicator.h"
#include "window/exporter.h"
#include "window/lastsession.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QMenu>
#include <QSpinBox>
#include <QStatusBar>

#include <chrono>

namespace needlescope {

void MainWindow::connectAll()
{
    connectModel();
    connectFetching();
    connectStudies();
    connectStudyChoice();
    connectPrompt();
    connectHeads();
    connectMask();
    connectAnswers();
    connectAttention();
    connectText();
    connectEngine();
    connectActions();
    connectPresentation();
    connectStart();
    connectMachines();
    connectKeeping();
}

void MainWindow::connectModel()
{
    connect(m_actions->openModel, &QAction::triggered, this, &MainWindow::chooseModel);
    connect(m_modelMenu, &QMenu::aboutToShow, m_session, &Session::refreshModels);
    connect(m_session, &Session::modelsChanged, this, &MainWindow::showModels);
    connect(m_session, &Session::modelChanged, this, &MainWindow::showModel);
    connect(m_session, &Session::scoresChanged, this, &MainWindow::showScores);
    connect(m_mapHeader, &MapHeader::thresholdChanged, this, &MainWindow::showScores);
}

void MainWindow::connectFetching()
{
    Fetching *fetching = &m_session->fetching();
    connect(m_actions->getModel, &QAction::triggered, this, &MainWindow::showFetchDialog);
    connect(m_fetch, &FetchDialog::askRequested, fetching, &Fetching::ask);
    connect(m_fetch, &FetchDialog::fetchRequested, fetching, &Fetching::start);
    connect(m_fetch, &FetchDialog::stopRequested, fetching, &Fetching::stop);
    connect(fetching, &Fetching::changed, this, &MainWindow::showFetching);
    connect(fetching, &Fetching::fetched, m_fetch, &QDialog::close);
}

void MainWindow::connectStudies()
{
    Studies *studies = &m_session->studies();
    connect(m_actions->openRun, &QAction::triggered, this, &MainWindow::chooseRun);
    for (const QAction *page : {m_actions->showStudies, m_actions->showCompare})
        connect(page, &QAction::toggled, this, &MainWindow::showPage);
    connect(m_actions->startDetection, &QAction::triggered, this, &MainWindow::showDetectDialog);
    connect(m_detect, &DetectDialog::edited, &m_planning, qOverload<>(&QTimer::start));
    connect(m_detect, &QDialog::accepted, this, &MainWindow::startDetection);
    connect(studies, &Studies::summaryChanged, this, &MainWindow::showStudy);
    connect(studies, &Studies::runsChanged, this, [this, studies] { m_studies->runs()->setRuns(studies->runs()); });
    connect(studies, &Studies::runningChanged, this, [this](bool running) {
        m_studies->setRunning(running);
        m_actions->update();
        m_planning.start();
        if (!running)
            suggestCount();
    });
    connect(m_studies->runs(), &RunList::openRequested, m_session, &Session::openRun);
    connect(m_studies->runs(), &RunList::fileRequested, this, &MainWindow::chooseRun);
    connect(m_studies->view(), &StudyView::mapRequested, m_session, &Session::showMap);
    connect(m_studies->view(), &StudyView::exportRequested, this, &MainWindow::exportStudy);
}

void MainWindow::connectStudyChoice()
{
    Studies *studies = &m_session->studies();
    m_planning.setSingleShot(true);
    m_planning.setInterval(std::chrono::milliseconds(250));
    connect(&m_planning, &QTimer::timeout, this, &MainWindow::planStudy);
    connect(m_studies->form(), &StudyForm::edited, &m_planning, qOverload<>(&QTimer::start));
    connect(m_studies->form(), &StudyForm::edited, this, [this] { m_studies->setProblem({}); });
    connect(m_studies, &StudiesPanel::shown, &m_planning, qOverload<>(&QTimer::start));
    connect(m_studies, &StudiesPanel::startRequested, this, &MainWindow::startStudy);
    connect(studies, &Studies::planned, this, &MainWindow::showPlan);
    connect(studies, &Studies::planFailed, this, &MainWindow::showPlanProblem);
}

void MainWindow::connectPrompt()
{
    connect(m_promptBar, &PromptBar::requestEdited, m_session, &Session::ask);
    connect(m_actions->ask, &QAction::triggered, m_promptBar, &PromptBar::commit);
    connect(m_actions->example, &QAction::triggered, m_session, &Session::askFirst);
    connect(m_actions->openText, &QAction::triggered, this, &MainWindow::chooseHaystackFile);
    connect(m_actions->chooseFrame, &QAction::triggered, this, &MainWindow::chooseFrame);
    connect(m_promptBar, &PromptBar::drafted, this, &MainWindow::showStaleness);
    connect(m_session, &Session::baselineChanged, this, &MainWindow::showStaleness);
    connect(m_session, &Session::promptChanged, this, &MainWindow::showStaleness);
    connect(m_promptBar, &PromptBar::haystackFileRequested, this, &MainWindow::chooseHaystackFile);
    connect(m_promptBar, &PromptBar::frameEditRequested, this, &MainWindow::chooseFrame);
    connect(m_session, &Session::promptRequestChanged, this, [this] {
        m_promptBar->setRequest(m_session->promptRequest());
        showFrame();
    });
    connect(m_session, &Session::promptChanged, this, [this] {
        m_context->setPrompt(m_session->prompt());
        showExpectedAnswer();
    });
}

void MainWindow::connectHeads()
{
    const auto select
        = [this](HeadId id, Qt::KeyboardModifiers modifiers) { m_session->selectHead(id, modifiers.testFlag(Qt::ControlModifier)); };
    connect(m_headMap, &HeadMapView::headClicked, m_session, select);
    connect(m_actions->clickMasks, &QAction::toggled, m_headMap, &HeadMapView::setClickMasks);
    connect(m_headTable, &HeadTable::headClicked, m_session, select);
    connect(m_headMap, &HeadMapView::groupClicked, m_session,
        [this](HeadId id, Qt::KeyboardModifiers modifiers) { m_session->selectGroup(id, modifiers.testFlag(Qt::ControlModifier)); });
    m_headMap->addActions({m_actions->zoomIn, m_actions->zoomOut, m_actions->wholeMap, m_actions->mapMeans, m_actions->mapGroups});
    connect(m_actions->zoomIn, &QAction::triggered, m_headMap, &HeadMapView::zoomIn);
    connect(m_actions->zoomOut, &QAction::triggered, m_headMap, &HeadMapView::zoomOut);
    connect(m_actions->wholeMap, &QAction::triggered, m_headMap, &HeadMapView::showWhole);
    connect(m_actions->mapMeans, &QAction::toggled, m_headMap, &HeadMapView::setMeansShown);
    connect(m_actions->mapGroups, &QAction::toggled, m_headMap, &HeadMapView::setGrouped);
    m_headMap->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_headMap, &QWidget::customContextMenuRequested, this, [this](QPoint at) {
        if (const auto id = m_headMap->headAt(at))
            showHeadMenu(*id, m_headMap->mapToGlobal(at));
    });
    connect(m_headTable, &HeadTable::menuRequested, this, &MainWindow::showHeadMenu);
    connect(m_session, &Session::selectionChanged, this, &MainWindow::showSelection);
}

void MainWindow::connectMask()
{
    connect(m_headMap, &HeadMapView::maskToggled, m_session, &Session::toggleMask);
    connect(m_headTable, &HeadTable::maskToggled, m_session, &Session::toggleMask);
    connect(m_headMap, &HeadMapView::groupMaskToggled, m_session, &Session::toggleMaskOfGroup);
    connect(m_actions->maskGroups, &QAction::triggered, m_session, &Session::toggleMaskOfSelectedGroups);
    connect(m_actions->maskTop, &QAction::triggered, m_session, [this] { m_session->maskTopK(m_count->value()); });
    connect(m_actions->maskRandom, &QAction::triggered, m_session, [this] { m_session->maskRandomK(m_count->value(), m_nextSeed++); });
    connect(m_actions->maskSelection, &QAction::triggered, m_session, &Session::toggleMaskOfSelection);
    connect(m_actions->clearMask, &QAction::triggered, m_session, &Session::clearMask);
    connect(m_actions->maskKinds, &QActionGroup::triggered, m_session,
        [this](const QAction *action) { m_session->setMaskKind(static_cast<MaskKind>(action->data().toInt())); });
    connect(m_actions->maskScopes, &QActionGroup::triggered, m_session,
        [this](const QAction *action) { m_session->setMaskScope(static_cast<MaskScope>(action->data().toInt())); });
    connect(m_session, &Session::maskChanged, this, &MainWindow::showMask);
}

void MainWindow::connectAnswers()
{
    connect(m_session, &Session::baselineChanged, this, &MainWindow::showBaseline);
    connect(m_session, &Session::maskedChanged, this, &MainWindow::showMasked);
    connect(m_answers, &AnswerView::exportRequested, this, [this] { exportAnswers(*m_session); });
}

void MainWindow::connectAttention()
{
    connect(m_steps, &StepBar::stepChosen, m_session, &Session::chooseStep);
    connect(m_context, &ContextView::stepClicked, m_session, &Session::chooseStep);
    connect(m_context, &ContextView::tokenClicked, this,
        [this](int position) { statusBar()->showMessage(m_context->describe(position), tipMilliseconds); });
    connect(m_session, &Session::promptChanged, statusBar(), &QStatusBar::clearMessage);
    const auto move = [this](int steps) { return [this, steps] { m_session->chooseStep(m_session->step() + steps); }; };
    connect(m_actions->nextStep, &QAction::triggered, m_session, move(1));
    connect(m_actions->previousStep, &QAction::triggered, m_session, move(-1));
    connect(m_actions->baseline, &QAction::toggled, m_session, &Session::lookAtBaseline);
    connect(m_session, &Session::shownTraceChanged, this, &MainWindow::showSteps);
    connect(m_session, &Session::stepChanged, this, &MainWindow::showSteps);
    connect(m_session, &Session::attentionChanged, this, &MainWindow::showAttention);
}

void MainWindow::connectText()
{
    m_context->addActions({m_actions->copyText, m_actions->selectText});
    connect(m_context, &ContextView::textSelected, m_actions->copyText, &QAction::setEnabled);
    connect(m_actions->copyText, &QAction::triggered, m_context, &ContextView::copy);
    connect(m_actions->selectText, &QAction::triggered, m_context, &ContextView::selectAll);
    m_context->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(
        m_context, &QWidget::customContextMenuRequested, this, [this](QPoint at) { showTextMenu(m_context->viewport()->mapToGlobal(at)); });
    connect(m_actions->find, &QAction::triggered, this, [this] {
        for (QAction *page : {m_actions->showStudies, m_actions->showCompare})
            page->setChecked(false);
        m_findBar->open();
    });
    const auto tell = [this] { m_findBar->setResult(m_context->hit(), m_context->nHits()); };
    connect(m_findBar, &FindBar::wordsChanged, m_context, &ContextView::search);
    connect(m_findBar, &FindBar::wordsChanged, this, tell);
    connect(m_context, &ContextView::textSet, m_findBar, &FindBar::again);
    connect(m_findBar, &FindBar::closed, m_context, qOverload<>(&QWidget::setFocus));
    const auto go = [this, tell](int by) {
        return [this, tell, by] {
            if (m_context->nHits() == 0)
                return m_actions->find->trigger();
            m_context->goToHit(by);
            tell();
        };
    };
    connect(m_actions->findNext, &QAction::triggered, this, go(1));
    connect(m_actions->findPrevious, &QAction::triggered, this, go(-1));
}

void MainWindow::connectEngine()
{
    connect(m_session, &Session::problemRaised, this, [this](const QString &text, bool engineDied) {
        m_messages->showMessage(MessageBar::Kind::Error, text,
            engineDied ? told([far = m_session->engine().isRemote()] { return far ? tr("Connect again") : tr("Restart engine"); })
                       : QString());
        m_messageAction = [this] { m_session->restartEngine(); };
        m_context->setMessage(told([engineDied] { return engineDied ? tr("The engine is not running.") : tr("No prompt yet."); }));
    });
    connect(m_session, &Session::problemSolved, this, [this] {
        const bool offers = m_messages->kind() == MessageBar::Kind::Info && m_messages->offersAction();
        if (!offers)
            m_messages->clear();
        m_context->setMessage(told([open = m_session->model() != nullptr] {
            return open ? tr("The engine reads the prompt…") : tr("No model is open yet; open one to ask it.");
        }));
    });
    connect(
        m_session, &Session::noteRaised, this, [this](const QString &text) { m_messages->showMessage(MessageBar::Kind::Warning, text); });
    connect(m_messages, &MessageBar::actionTriggered, this, [this] {
        if (m_messageAction)
            m_messageAction();
    });
    connect(m_messages, &MessageBar::dismissed, this, [this] {
        if (m_messages->kind() == MessageBar::Kind::Info && m_messages->offersAction())
            m_last->take(); // what was offered is not wanted
    });
    connect(m_actions->restartEngine, &QAction::triggered, m_session, &Session::restartEngine);
    connect(m_session, &Session::activityChanged, this, &MainWindow::showActivity);
    connect(m_actions->stop, &QAction::triggered, m_session, &Session::stop);
}

void MainWindow::connectActions()
{
    connect(m_actions->exportHeadMap, &QAction::triggered, this, &MainWindow::exportHeadMap);
    connect(m_actions->exportAnswers, &QAction::triggered, this, [this] { exportAnswers(*m_session); });
    connect(m_actions->exportTimeline, &QAction::triggered, this, &MainWindow::exportTimeline);
    connect(m_actions->exportStudy, &QAction::triggered, this, &MainWindow::exportStudy);
    connect(m_actions->exportPair, &QAction::triggered, this, &MainWindow::exportPair);
    connect(m_actions->copyPair, &QAction::triggered, this, [this] { copyFigure([this] { return pairFigureOf(*m_compare->view()); }); });
    connect(m_actions->copyHeadMap, &QAction::triggered, this,
        [this] { copyFigure([this] { return headMapFigureOf(*m_session, m_mapHeader->threshold()); }); });
    connect(m_actions->copyAnswers, &QAction::triggered, this, [this] { copyFigure([this] { return answerFigureOf(*m_session); }); });
    connect(m_actions->copyStudy, &QAction::triggered, this, [this] { copyFigure([this] { return studyFigureOf(*m_studies->view()); }); });
    connect(m_actions->putPanelsBack, &QAction::triggered, this, &MainWindow::putPanelsBack);
    connect(m_actions->help, &QAction::triggered, this, &MainWindow::showHelp);
    connect(m_actions->quit, &QAction::triggered, this, &MainWindow::close);
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    for (const auto changed :
        {&Session::modelChanged, &Session::scoresChanged, &Session::selectionChanged, &Session::maskChanged, &Session::baselineChanged,
            &Session::maskedChanged, &Session::activityChanged, &Session::stepChanged, &Session::shownTraceChanged})
        connect(m_session, changed, m_actions, &Actions::update);
    connect(m_session, &Session::problemRaised, m_actions, &Actions::update);
}

} // namespace needlescope
