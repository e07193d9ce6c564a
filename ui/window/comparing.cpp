// SPDX-License-Identifier: GPL-3.0-or-later
// Two maps and two models beside each other. What stands beside the window's session is a session of its own, with its own engine: it has
// a map, a model, a prompt and masks, too.
#include "language/language.h"
#include "language/telling.h"
#include "measures/headchoice.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/comparepanel.h"
#include "views/pairview.h"
#include "views/progresswords.h"
#include "window/actions.h"
#include "window/mainwindow.h"
#include "window/preferences.h"
#include "window/showanswer.h"

#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>

namespace needlescope {

namespace {

void showAnswers(AnswerView *view, const Session &session)
{
    view->setStale(session.baseline()->trace && !session.isPromptCurrent());
    view->setExpectedAnswer(session.prompt() ? QString::fromStdString(session.prompt()->answer) : QString());
    view->setMask(session.mask());
    view->setRetrievalHeads(session.scoresFit() ? retrievalHeads(*session.scores()) : std::vector<HeadId>());
    showAnswer(view, *session.baseline(), false);
    showAnswer(view, *session.masked(), true);
}

/// As far as it is known which those are.
bool masksTop(const Session &session, int k)
{
    return !session.scoresFit() || session.mask().heads == maskOf(topHeads(*session.scores(), k)).heads;
}

QString nameOf(const Session &session)
{
    return session.model() ? QString::fromStdString(session.model()->name) : QString();
}

} // namespace

void MainWindow::prepareComparison()
{
    if (!m_compare) {
        m_compare = new ComparePanel;
        m_pages->addWidget(m_compare);
        m_compare->exportButton()->setDefaultAction(m_actions->exportPair);
        connectComparison();
        startBeside();
        inEveryLanguage(m_compare, [this] { showComparisonAgain(); });
    }
    m_session->refreshModels();
    if (!m_besideIsAsked)
        askBeside();
}

void MainWindow::connectComparison()
{
    connect(m_compare, &ComparePanel::runChosen, this, &MainWindow::openRunBeside);
    connect(m_compare, &ComparePanel::fileRequested, this, &MainWindow::chooseRunBeside);
    connect(m_compare, &ComparePanel::modelChosen, this, &MainWindow::openModelBeside);
    connect(m_compare, &ComparePanel::stopRequested, this, [this] { m_beside->stop(); });
    connect(m_compare, &ComparePanel::headClicked, this, [this](PairPlot::Place place, Qt::KeyboardModifiers modifiers) {
        const bool add = modifiers.testFlag(Qt::ControlModifier);
        if (place.part != PairPlot::MapB)
            m_session->selectHead(place.head, add);
        if (place.part != PairPlot::MapA && m_beside->model())
            m_beside->selectHead(place.head, add);
    });
    connect(m_compare->answers(0), &AnswerView::exportRequested, this, [this] { exportAnswers(*m_session); });
    connect(m_compare->answers(1), &AnswerView::exportRequested, this, [this] { exportAnswers(*m_beside); });
    connect(m_compare, &ComparePanel::maskRequested, this, &MainWindow::maskBoth);
    connect(m_session, &Session::maskChanged, this, [this] {
        if (!m_maskingBoth && !masksTop(*m_session, m_compare->topK()))
            m_bothAreMasked = false; // somebody masks other heads
    });
    connect(m_session, &Session::promptRequestChanged, this, [this] {
        m_besideIsAsked = false;
        if (m_actions->showCompare->isChecked())
            askBeside();
    });
    connect(m_session, &Session::modelsChanged, this, [this] { m_compare->setModels(m_session->models()); });
    connect(&m_session->studies(), &Studies::runsChanged, this, [this] { m_compare->setRuns(m_session->studies().runs()); });
    for (const auto changed : {&Session::modelChanged, &Session::scoresChanged})
        connect(m_session, changed, this, &MainWindow::showMapsBeside);
    connect(m_session, &Session::selectionChanged, this, &MainWindow::showSelectionBeside);
    for (const auto changed : {&Session::maskChanged, &Session::baselineChanged, &Session::maskedChanged, &Session::promptChanged})
        connect(m_session, changed, this, &MainWindow::showAnswersBeside);
}

/// What was shown in another language.
void MainWindow::showComparisonAgain()
{
    m_compare->setWhatsThis(tr(
        "<b>Two maps beside each other</b> in one scale, their difference, and each head as a point: what it scores in A and in B. A is "
        "the map of this window, B one of a run, of a file, or of a second model, which is asked the same prompt. Click a head to select "
        "it; the table lists all of them."));
    m_compare->setModels(m_session->models());
    m_compare->setRuns(m_session->studies().runs());
    m_compare->setNote(toldAgain(m_compare->note()));
    showMapsBeside();
    showBesideActivity();
}

void MainWindow::noteComparison(SavedSession *session) const
{
    if (!m_compare)
        return;
    session->comparison = m_actions->showCompare->isChecked();
    session->compared = m_compare->topK();
    session->maskedBoth = m_bothAreMasked;
    if (!m_beside->model() && !m_beside->scores())
        return;
    SavedSession beside = m_beside->saved();
    beside.prompt.haystack = {}; // the same as A's
    if (!m_compare->chosenRun().isEmpty())
        beside.map = m_compare->chosenRun().toStdString();
    session->beside.push_back(std::move(beside));
}

void MainWindow::restoreComparison(const SavedSession &session)
{
    if (m_compare)
        startBeside();
    else if (session.comparison || !session.beside.empty())
        prepareComparison();
    else
        return;
    if (session.compared > 0)
        m_compare->setTopK(session.compared);
    m_bothAreMasked = session.maskedBoth;
    if (!session.beside.empty()) {
        SavedSession beside = session.beside.front();
        beside.prompt.haystack = session.prompt.haystack;
        m_besideIsAsked = true;
        m_compare->setChosenRun(QString::fromStdString(beside.map));
        beside.model.empty() ? m_beside->openMap(QString::fromStdString(beside.map)) : m_beside->restore(beside);
    }
    m_actions->showCompare->setChecked(session.comparison);
}

/// The top K of each, as long as the button is down; B's as soon as they are known.
void MainWindow::maskBoth(bool masked)
{
    const QScopedValueRollback masking(m_maskingBoth, true);
    m_bothAreMasked = masked;
    for (Session *session : {m_session, m_beside.get()})
        masked ? session->maskTopK(m_compare->topK()) : session->clearMask();
}

/// Anew, without a model.
void MainWindow::startBeside()
{
    if (m_beside)
        m_beside->leaveEngine();
    m_beside = std::make_unique<Session>(m_session->engine(), m_session->library());
    Session *beside = m_beside.get();
    beside->setOpensModelsOfRuns(false);
    beside->setDevice(Preferences::load(m_session->engine().address).device);
    m_besideIsAsked = false;
    connect(beside, &Session::modelChanged, this, [this] {
        if (!m_beside->scoresFit())
            m_beside->closeMap();
        showMapsBeside();
    });
    connect(beside, &Session::scoresChanged, this, [this] {
        if (m_bothAreMasked && m_beside->scoresFit())
            m_beside->maskTopK(m_compare->topK());
        showMapsBeside();
    });
    connect(beside, &Session::selectionChanged, this, &MainWindow::showSelectionBeside);
    for (const auto changed : {&Session::maskChanged, &Session::baselineChanged, &Session::maskedChanged, &Session::promptChanged})
        connect(beside, changed, this, &MainWindow::showAnswersBeside);
    for (const auto changed : {&Session::modelChanged, &Session::scoresChanged, &Session::maskChanged})
        connect(beside, changed, &m_keeping, qOverload<>(&QTimer::start));
    connect(beside, &Session::activityChanged, this, &MainWindow::showBesideActivity);
    connect(beside, &Session::problemRaised, this, [this](const QString &text) { m_compare->setNote(text); });
    connect(beside, &Session::noteRaised, this, [this](const QString &text) { m_compare->setNote(text); });
    connect(beside, &Session::problemSolved, this, [this] { m_compare->setNote({}); });
    beside->startEngine();
    m_compare->setNote({});
    m_compare->setChosenRun({});
    showMapsBeside();
    showBesideActivity();
}

void MainWindow::openRunBeside(const QString &run)
{
    m_compare->setChosenRun(run);
    if (!run.isEmpty())
        m_beside->openMap(run);
}

void MainWindow::openModelBeside(const QString &model)
{
    m_compare->setChosenRun({});
    if (model.isEmpty()) {
        const auto map = m_beside->scores();
        startBeside(); // its memory is wanted back, but not what the map says
        if (map)
            m_beside->showMap(*map);
        return;
    }
    askBeside();
    m_beside->openModel(model);
}

/// In each model's own frame, unless somebody chose one.
void MainWindow::askBeside()
{
    PromptRequest request = m_session->promptRequest();
    if (request.needle.statement.empty())
        return;
    if (request.frame == m_session->modelFrame().frame)
        request.frame = m_beside->modelFrame().frame;
    m_besideIsAsked = true;
    m_beside->ask(std::move(request));
}

void MainWindow::showMapsBeside()
{
    m_compare->setMaps(m_session->scores(), m_beside->scores());
    m_compare->setModelNames(nameOf(*m_session), nameOf(*m_beside));
    m_compare->setMaskable(m_session->scoresFit());
    for (QAction *action : {m_actions->exportPair, m_actions->copyPair})
        action->setEnabled(m_compare->view()->plot().has_value());
    showSelectionBeside();
    showAnswersBeside();
}

void MainWindow::showSelectionBeside()
{
    m_compare->setSelection(m_session->selection(), m_beside->model() ? m_beside->selection() : m_session->selection());
}

void MainWindow::showAnswersBeside()
{
    m_compare->setMasked(m_bothAreMasked && !m_session->mask().empty());
    showAnswers(m_compare->answers(0), *m_session);
    showAnswers(m_compare->answers(1), *m_beside);
}

void MainWindow::showBesideActivity()
{
    const auto &activity = m_beside->activity();
    m_compare->setBesideActivity(activity ? activityText(*activity) : QString());
    if (!activity)
        m_compare->setChosenModel(nameOf(*m_beside));
}

} // namespace needlescope
