// SPDX-License-Identifier: GPL-3.0-or-later
// The one page that says what leads to what: intents of views and actions go to the session, its values go to the views.
#include "api/headchoice.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "window/actions.h"
#include "window/activityindicator.h"
#include "window/attentionflows.h"
#include "window/exporter.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QFileDialog>
#include <QMessageBox>
#include <QSpinBox>
#include <QStatusBar>
#include <QToolButton>

namespace needlescope {

namespace {

constexpr int timelineRows = 8;

QString textOf(const std::vector<DecodedToken> &tokens)
{
    QString text;
    for (const DecodedToken &token : tokens)
        text += QString::fromStdString(token.text);
    return text.trimmed();
}

std::vector<QString> textsOf(const std::vector<DecodedToken> &tokens)
{
    std::vector<QString> texts;
    texts.reserve(tokens.size());
    for (const DecodedToken &token : tokens)
        texts.push_back(QString::fromStdString(token.text));
    return texts;
}

/// The selected heads, then the best others.
std::vector<HeadId> timelineHeads(const Session &session)
{
    std::vector<HeadId> heads = session.selection();
    if (session.scores()) {
        for (const HeadId id : retrievalHeads(*session.scores())) {
            if (static_cast<int>(heads.size()) < timelineRows && std::find(heads.begin(), heads.end(), id) == heads.end())
                heads.push_back(id);
        }
    }
    return heads;
}

} // namespace

void MainWindow::connectAll()
{
    connectModelAndRun();
    connectPrompt();
    connectHeads();
    connectMask();
    connectAnswers();
    connectAttention();
    connectEngine();
    connectActions();
}

void MainWindow::connectModelAndRun()
{
    connect(m_actions->openModel, &QAction::triggered, this, &MainWindow::chooseModelDirectory);
    connect(m_actions->openRun, &QAction::triggered, this, &MainWindow::chooseRun);
    connect(m_actions->startDetection, &QAction::triggered, m_session, [this] { m_session->startDetection(m_runFolder); });
    connect(m_actions->stopDetection, &QAction::triggered, m_session, &Session::stop);
    connect(m_session, &Session::modelChanged, this, &MainWindow::showModel);
    connect(m_session, &Session::scoresChanged, this, &MainWindow::showScores);
}

void MainWindow::connectPrompt()
{
    connect(m_promptBar, &PromptBar::requestEdited, m_session, &Session::ask);
    connect(m_promptBar, &PromptBar::haystackFileRequested, this, &MainWindow::chooseHaystackFile);
    connect(m_session, &Session::promptRequestChanged, this, [this] { m_promptBar->setRequest(m_session->promptRequest()); });
    connect(m_session, &Session::promptChanged, this, [this] {
        m_context->setPrompt(m_session->prompt());
        m_answers->setExpectedAnswer(m_session->prompt() ? QString::fromStdString(m_session->prompt()->answer) : QString());
    });
}

void MainWindow::connectHeads()
{
    const auto select
        = [this](HeadId id, Qt::KeyboardModifiers modifiers) { m_session->selectHead(id, modifiers.testFlag(Qt::ControlModifier)); };
    connect(m_headMap, &HeadMapView::headClicked, m_session, select);
    connect(m_headTable, &HeadTable::headClicked, m_session, select);
    connect(m_session, &Session::selectionChanged, this, &MainWindow::showSelection);
}

void MainWindow::connectMask()
{
    connect(m_headMap, &HeadMapView::maskToggled, m_session, &Session::toggleMask);
    connect(m_headTable, &HeadTable::maskToggled, m_session, &Session::toggleMask);
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
    connect(m_answers, &AnswerView::exportRequested, this, &MainWindow::exportAnswers);
}

void MainWindow::connectAttention()
{
    connect(m_steps, &StepBar::stepChosen, m_session, &Session::chooseStep);
    connect(m_context, &ContextView::stepClicked, m_session, &Session::chooseStep);
    connect(m_context, &ContextView::tokenClicked, this, [this](int position) { statusBar()->showMessage(m_context->describe(position)); });
    connect(m_session, &Session::shownTraceChanged, this, &MainWindow::showSteps);
    connect(m_session, &Session::stepChanged, this, &MainWindow::showSteps);
    connect(m_session, &Session::attentionChanged, this, &MainWindow::showAttention);
}

void MainWindow::connectEngine()
{
    connect(m_session, &Session::problemRaised, this, [this](const QString &text, bool engineDied) {
        m_messages->showMessage(MessageBar::Kind::Error, text, engineDied ? tr("Restart engine") : QString());
        m_context->setMessage(engineDied ? tr("The engine is not running.") : tr("No prompt yet."));
    });
    connect(m_session, &Session::problemSolved, this, [this] {
        m_messages->clear();
        m_context->setMessage(tr("The engine reads the prompt…"));
    });
    connect(m_messages, &MessageBar::actionTriggered, m_session, &Session::restartEngine);
    connect(m_actions->restartEngine, &QAction::triggered, m_session, &Session::restartEngine);
    connect(m_session, &Session::activityChanged, this, [this] { m_activity->setActivity(m_session->activity()); });
    connect(m_activity, &ActivityIndicator::stopRequested, m_session, &Session::stop);
}

void MainWindow::connectActions()
{
    connect(m_actions->exportHeadMap, &QAction::triggered, this, &MainWindow::exportHeadMap);
    connect(m_actions->exportAnswers, &QAction::triggered, this, &MainWindow::exportAnswers);
    connect(m_actions->quit, &QAction::triggered, this, &MainWindow::close);
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    for (const auto changed : {&Session::modelChanged, &Session::scoresChanged, &Session::selectionChanged, &Session::maskChanged,
             &Session::baselineChanged, &Session::maskedChanged})
        connect(m_session, changed, m_actions, &Actions::update);
    connect(m_session, &Session::detectingChanged, this, [this](bool detecting) {
        m_actions->update();
        if (!detecting)
            suggestCount();
    });
    connect(m_session, &Session::problemRaised, m_actions, &Actions::update);
}

void MainWindow::showAll()
{
    m_messages->clear();
    m_headMap->setMessage(tr("The retrieval heads of this model are not known yet.\nPress F5 to detect them."));
    m_context->setMessage(tr("The engine is starting…"));
    m_promptBar->setHaystacks(m_session->library().haystacks());
    m_promptBar->setRequest(m_session->promptRequest());
    showModel();
    showScores();
    showSelection();
    showMask();
}

void MainWindow::showModel()
{
    const auto model = m_session->model();
    m_headMap->setHeadsPerGroup(m_session->headsPerGroup());
    m_modelButton->setText(model ? tr("Model: %1").arg(QString::fromStdString(model->name)) : tr("Model"));
    if (!model)
        return;
    m_promptBar->setMaxLength(model->contextLength);
    m_modelButton->setToolTip(tr("%1, %2 layers x %3 heads, %4 parameters, %5 on %6")
                                  .arg(QString::fromStdString(model->directory))
                                  .arg(model->nLayers)
                                  .arg(model->nHeads)
                                  .arg(QLocale().toString(static_cast<qlonglong>(model->parameters)), QString::fromStdString(model->dtype),
                                      QString::fromStdString(model->device)));
    setWindowTitle(tr("%1 - Needlescope").arg(QString::fromStdString(model->name)));
}

void MainWindow::showScores()
{
    const auto scores = m_session->scores();
    m_headMap->setHeadsPerGroup(m_session->headsPerGroup());
    m_headMap->setScores(scores);
    m_headTable->setScores(scores);
    m_answers->setRetrievalHeads(scores ? retrievalHeads(*scores) : std::vector<HeadId>{});
    m_steps->setHeads(timelineHeads(*m_session));
    if (!m_session->isDetecting())
        suggestCount();
}

void MainWindow::showSelection()
{
    m_headMap->setSelection(m_session->selection());
    m_headTable->setSelection(m_session->selection());
    m_steps->setHeads(timelineHeads(*m_session));
}

void MainWindow::showMask()
{
    m_headMap->setMask(m_session->mask());
    m_headTable->setMask(m_session->mask());
    m_answers->setMask(m_session->mask());
}

void MainWindow::showBaseline()
{
    const auto answer = m_session->baseline();
    if (answer->trace)
        m_answers->setBaseline(answer->trace);
    else
        m_answers->setStreaming(false, textOf(answer->tokens), answer->running);
    if (!m_session->shownTrace())
        m_context->setGeneratedTokens(textsOf(answer->tokens), -1);
}

void MainWindow::showMasked()
{
    const auto answer = m_session->masked();
    if (answer->trace || (answer->tokens.empty() && !answer->running))
        m_answers->setMasked(answer->trace);
    else
        m_answers->setStreaming(true, textOf(answer->tokens), answer->running);
}

void MainWindow::showSteps()
{
    const auto trace = m_session->shownTrace();
    m_steps->setTrace(trace);
    if (!trace)
        return;
    m_steps->setStep(m_session->step());
    m_context->setGeneratedTokens(textsOf(trace->tokens), m_session->step());
}

void MainWindow::showAttention()
{
    const auto rows = m_session->attention();
    m_context->setAttention(rows ? meanAttention(*rows) : std::vector<float>{});
    m_context->setFlows(rows ? strongestFlows(*rows) : std::vector<Flow>{});
}

void MainWindow::suggestCount()
{
    if (m_session->scores())
        m_count->setValue(static_cast<int>(retrievalHeads(*m_session->scores()).size()));
}

void MainWindow::chooseModelDirectory()
{
    const QString directory = QFileDialog::getExistingDirectory(this, tr("Open a model's directory"));
    if (!directory.isEmpty())
        m_session->openModel(directory);
}

void MainWindow::chooseRun()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a run"), m_runFolder, tr("Runs (*.needle)"));
    if (!path.isEmpty())
        m_session->openRun(path);
}

void MainWindow::chooseHaystackFile()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Open a text to hide the needle in"), {}, tr("Texts (*.txt);;All files (*)"));
    if (path.isEmpty())
        m_promptBar->setRequest(m_session->promptRequest());
    else
        m_session->useHaystackFile(path);
}

void MainWindow::exportHeadMap()
try {
    const QString told = exportWithDialog(this, headMapFigureOf(*m_session), tr("head-map"));
    if (!told.isEmpty())
        m_messages->showMessage(MessageBar::Kind::Info, told);
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
}

void MainWindow::exportAnswers()
try {
    const QString told = exportWithDialog(this, answerFigureOf(*m_session), tr("answers"));
    if (!told.isEmpty())
        m_messages->showMessage(MessageBar::Kind::Info, told);
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Needlescope"),
        tr("<b>Needlescope %1</b><p>A desktop microscope for retrieval heads.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later.</p>")
            .arg(QStringLiteral(NEEDLESCOPE_VERSION)));
}

} // namespace needlescope
