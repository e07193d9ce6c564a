// SPDX-License-Identifier: GPL-3.0-or-later
// How each value of the session is shown.
#include "figures/changetext.h"
#include "language/language.h"
#include "language/telling.h"
#include "measures/headchoice.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/detectdialog.h"
#include "views/fetchdialog.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/samplenotes.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "window/actions.h"
#include "window/activityindicator.h"
#include "window/attentionflows.h"
#include "window/mainwindow.h"
#include "window/showanswer.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>

namespace needlescope {

namespace {

std::vector<QString> textsOf(const std::vector<DecodedToken> &tokens)
{
    std::vector<QString> texts;
    texts.reserve(tokens.size());
    for (const DecodedToken &token : tokens)
        texts.push_back(QString::fromStdString(token.text));
    return texts;
}

/// Every head, and that nothing is known of it.
std::shared_ptr<const ScoreMap> unmeasured(const ModelInfo &model)
{
    ScoreMap grid = scoreMapOfArray(HeadArray::Zero(model.nLayers, model.nHeads));
    grid.measure.clear();
    grid.headsPerGroup = model.headsPerGroup();
    grid.headlessLayers = model.headlessLayers;
    grid.provenance.modelHash = model.hash;
    return std::make_shared<const ScoreMap>(std::move(grid));
}

QString restText(MapStanding standing)
{
    switch (standing) {
    case MapStanding::Enough:
        return MainWindow::tr("enough");
    case MapStanding::Partial:
        return MainWindow::tr("partial, because it was stopped");
    case MapStanding::Whole:
    case MapStanding::Filling:
        break;
    }
    return {};
}

/// The selected heads, then the best others, as many as a timeline can have.
std::vector<HeadId> timelineHeads(const std::vector<HeadId> &selection, const std::vector<HeadId> &best)
{
    std::vector<HeadId> heads = selection;
    for (const HeadId id : best) {
        if (static_cast<int>(heads.size()) < StepBar::maxHeads && std::find(heads.begin(), heads.end(), id) == heads.end())
            heads.push_back(id);
    }
    return heads;
}

} // namespace

void MainWindow::showAll()
{
    m_messages->clear();
    m_context->setMessage(told([] { return tr("The engine is starting…"); }));
    m_promptBar->setHaystacks(m_session->library().haystacks());
    m_studies->form()->setHaystacks(m_session->library().haystacks());
    m_detect->form()->setHaystacks(m_session->library().haystacks());
    m_promptBar->setRequest(m_session->promptRequest());
    inEveryLanguage(this, [this] { showAgain(); });
    showPage();
}

/// What was shown in another language.
void MainWindow::showAgain()
{
    const int count = m_count->value(); // what is suggested is not what was chosen
    m_headMap->setMessage(tr("No model is open yet."));
    m_context->setMessage(toldAgain(m_context->message()));
    showExamples();
    showFrame();
    showModel();
    showModels();
    showScores();
    showStudy();
    showBaseline();
    showMasked();
    showSteps();
    showExpectedAnswer();
    showActivity();
    showFetching();
    showStart();
    showPresentation();
    m_count->setValue(count);
}

void MainWindow::showExamples()
{
    try {
        m_promptBar->setExamples(m_session->library().examples());
        m_promptBar->addExamples(
            tr("Chinese, for models that know it"), Library::chineseHaystack(), m_session->library().chineseExamples());
    } catch (const EngineError &) {
        m_promptBar->setExamples({}); // an installation without them can still be asked
    }
}

/// Grey where they are not what the fields ask for.
void MainWindow::showStaleness()
{
    const bool answered = m_session->baseline()->trace || m_session->baseline()->running;
    m_answers->setStale(answered && (m_promptBar->isDraft() || !m_session->isPromptCurrent()));
}

void MainWindow::showModel()
{
    const auto model = m_session->model();
    m_planning.start();
    m_modelButton->setText(model ? tr("Model: %1").arg(QString::fromStdString(model->name)) : tr("Model"));
    if (!model) {
        m_modelButton->setToolTip(tr("The model"));
        setWindowTitle(m_session->engine().isRemote() ? tr("%1 - Needlescope").arg(m_session->engine().machine) : tr("Needlescope"));
        return;
    }
    m_promptBar->setMaxLength(model->contextLength);
    m_modelButton->setToolTip(tr("%1, %2 layers x %3 heads, %4 parameters, %5 on %6")
                                  .arg(QString::fromStdString(model->directory))
                                  .arg(model->nLayers)
                                  .arg(model->nHeads)
                                  .arg(QLocale().toString(static_cast<qlonglong>(model->parameters)), QString::fromStdString(model->dtype),
                                      QString::fromStdString(model->device)));
    const QString name = QString::fromStdString(model->name);
    const QString machine = m_session->engine().machine;
    setWindowTitle(machine.isEmpty() ? tr("%1 - Needlescope").arg(name) : tr("%1 on %2 - Needlescope").arg(name, machine));
}

void MainWindow::showFrame()
{
    const PromptFrame &frame = m_session->promptRequest().frame;
    const QString chat = QString::fromStdString(frame.chatTemplate);
    m_promptBar->setFrameName(!chat.isEmpty() ? tr("Chat: %1").arg(chat) : frame == PromptFrame() ? tr("Base prompt") : tr("Own frame"));
}

/// Where it lies and, as far as its files tell, what it is.
QString MainWindow::toolTipOf(const CatalogModel &model)
{
    QString text = QString::fromStdString(model.directory);
    if (model.nLayers > 0 && model.nHeads > 0)
        text += tr("\n%1, %2 layers x %3 heads").arg(QString::fromStdString(model.family)).arg(model.nLayers).arg(model.nHeads);
    if (model.weightBytes > 0)
        text += tr("\n%1 on disk").arg(QLocale().formattedDataSize(model.weightBytes, 1, QLocale::DataSizeSIFormat));
    return text;
}

QString MainWindow::originText(ModelOrigin origin)
{
    switch (origin) {
    case ModelOrigin::Shipped:
        return tr("Shipped");
    case ModelOrigin::Own:
        return tr("Your own");
    case ModelOrigin::HubCache:
        return tr("Hugging Face cache");
    case ModelOrigin::LmStudio:
        return tr("LM Studio");
    case ModelOrigin::Ollama:
        return tr("Ollama");
    }
    return {};
}

/// Until the engine has told, the shipped models.
void MainWindow::showModels()
{
    m_modelMenu->clear();
    const auto add = [this](const QString &name) { return m_modelMenu->addAction(name, this, [this, name] { openModel(name); }); };
    if (m_session->models().empty()) {
        for (const QString &name : m_session->library().models())
            add(name);
    }
    ModelOrigin origin = ModelOrigin::Shipped;
    for (const CatalogModel &model : m_session->models()) {
        if (model.origin != origin)
            m_modelMenu->addSection(originText(model.origin));
        origin = model.origin;
        auto *action = add(QString::fromStdString(model.name));
        action->setEnabled(model.state == ModelState::Complete);
        action->setToolTip(toolTipOf(model));
        if (model.state == ModelState::NoWeights)
            action->setText(tr("%1 (without safetensors)").arg(action->text()));
        else if (model.state == ModelState::NoConfig)
            action->setText(tr("%1 (without config.json)").arg(action->text()));
        else if (model.state == ModelState::Unreadable)
            action->setText(tr("%1 (cannot be read)").arg(action->text()));
        else if (model.state == ModelState::UnknownFamily)
            action->setText(tr("%1 (unknown family: %2)").arg(action->text(), QString::fromStdString(model.family)));
    }
    m_modelMenu->addSeparator();
    m_modelMenu->addAction(m_actions->openModel);
    m_modelMenu->addAction(m_actions->getModel);
}

std::vector<HeadId> MainWindow::shownRetrievalHeads() const
{
    return m_session->scoresFit() ? retrievalHeads(*m_session->scores(), static_cast<float>(m_mapHeader->threshold()))
                                  : std::vector<HeadId>();
}

void MainWindow::showScores()
{
    const auto scores = m_session->scores();
    const bool fits = m_session->scoresFit();
    m_mapHeader->setMessage(m_session->model()
            ? tr("The retrieval heads of %1 are not known yet").arg(QString::fromStdString(m_session->model()->name))
            : tr("No head map"));
    const bool nothingCounted = scores && scores->nSamples > 0 && scores->nCounted == 0;
    m_mapHeader->setMap(
        scores.get(), fits || !m_session->model(), nothingCounted ? tr("none counted") : restText(m_session->mapStanding()));
    m_headMap->setThreshold(m_mapHeader->threshold());
    m_headMap->setHeadsPerGroup(fits || !scores ? m_session->headsPerGroup() : scores->headsPerGroup);
    m_headMap->setScores(scores || !m_session->model() ? scores : unmeasured(*m_session->model()));
    m_headTable->setScores(scores);
    m_answers->setRetrievalHeads(shownRetrievalHeads());
    showSelection();
    showMask();
    showHeadPage();
    if (m_session->studies().isRunning())
        return;
    m_studies->form()->setModel(m_session->model(), fits ? scores : nullptr);
    m_detect->form()->setModel(m_session->model(), fits ? scores : nullptr);
    m_planning.start();
    suggestCount();
}

void MainWindow::showSelection()
{
    const auto heads
        = timelineHeads(m_session->selection(), m_session->scoresFit() ? rankedHeads(*m_session->scores()) : std::vector<HeadId>());
    const auto nColored = std::min(heads.size(), std::max<std::size_t>(m_session->selection().size(), StepBar::usualHeads));
    showHeadColors({heads.begin(), heads.begin() + static_cast<std::ptrdiff_t>(nColored)});
    m_headMap->setSelection(m_session->selection());
    m_headTable->setSelection(m_session->selection());
    m_steps->setHeads(heads);
}

void MainWindow::showHeadColors(const std::vector<HeadId> &inSight)
{
    const std::string model = m_session->model() ? m_session->model()->hash : std::string();
    if (std::exchange(m_coloredModel, model) != model)
        m_headColors = {};
    m_headColors.show(inSight);
    m_headMap->setHeadColors(m_headColors);
    m_headTable->setHeadColors(m_headColors);
    m_context->setHeadColors(m_headColors);
    m_steps->setHeadColors(m_headColors);
}

/// Below the map: its heads in their order, what to do where there is no map, or why there is nothing on it.
void MainWindow::showHeadPage()
{
    enum Page { Table, Unknown, Notes };
    const auto scores = m_session->scores();
    const Studies &studies = m_session->studies();
    const bool nothingCounted = scores && scores->nSamples > 0 && scores->nCounted == 0 && !studies.samples().empty();
    m_headPages->setCurrentIndex(nothingCounted ? Notes : scores || !m_session->model() ? Table : Unknown);
    if (!nothingCounted)
        return;
    const bool hasTemplate = !m_session->modelFrame().frame.chatTemplate.empty();
    const bool usesTemplate = !m_session->promptRequest().frame.chatTemplate.empty();
    m_sampleNotes->setSamples(studies.samples(), studies.needles(),
        hasTemplate && !usesTemplate ? tr("This model has a chat template; choose it as the frame of the prompt.") : QString());
}

/// On another model's map nothing is masked.
void MainWindow::showMask()
{
    const Intervention onMap = m_session->scoresFit() || !m_session->scores() ? m_session->mask() : Intervention();
    m_headMap->setMask(onMap);
    m_headTable->setMask(onMap);
    m_answers->setMask(m_session->mask());
    const auto words = [](const QActionGroup *group, int value) {
        for (const QAction *action : group->actions()) {
            if (action->data().toInt() == value)
                return action->iconText();
        }
        return QString();
    };
    const Intervention &mask = m_session->mask();
    m_maskHow->setText(tr("%1, %2").arg(
        words(m_actions->maskKinds, static_cast<int>(mask.kind)), words(m_actions->maskScopes, static_cast<int>(mask.scope)).toLower()));
    const QString what = maskText(m_session->mask());
    m_maskWords->setText(m_session->maskSeed() == 0
            ? what
            : tr("%1: drawn at random, none of them a retrieval head (seed %2)").arg(what).arg(m_session->maskSeed()));
}

void MainWindow::showHeadMenu(HeadId id, QPoint at)
{
    const QString name = QString::fromStdString(toString(id));
    const bool masked = m_session->mask().masks(id);
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("headMenu"));
    menu.addSection(name);
    menu.addAction(masked ? tr("&Unmask") : tr("&Mask"), m_session, [this, id] { m_session->toggleMask(id); });
    if (m_session->headsPerGroup() > 1)
        menu.addAction(tr("Mask or unmask its KV &group"), m_session, [this, id] { m_session->toggleMaskOfGroup(id); });
    menu.addAction(tr("Mask &only this"), m_session, [this, id] { m_session->maskOnly(id); });
    menu.addSeparator();
    menu.addAction(tr("Show what it &looks at"), m_session, [this, id] { m_session->selectHead(id); });
    menu.addAction(tr("&Copy its name"), this, [name] { QGuiApplication::clipboard()->setText(name); });
    menu.exec(at);
}

void MainWindow::showTextMenu(QPoint at)
{
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("textMenu"));
    menu.addActions({m_actions->copyText, m_actions->selectText, m_actions->find});
    menu.addSeparator();
    menu.addAction(tr("Go to the &needle"), m_context, &ContextView::scrollToNeedle);
    menu.exec(at);
}

/// The bars that belong to context and answers go with them.
void MainWindow::showPage()
{
    const WorkPage page = m_actions->showStudies->isChecked() ? WorkPage::Studies
        : m_actions->showCompare->isChecked()                 ? WorkPage::Comparison
                                                              : WorkPage::Text;
    if (page == WorkPage::Comparison)
        prepareComparison();
    m_pages->setCurrentIndex(static_cast<int>(WorkPage::Text)); // nothing else has room beside all panels
    makeRoom(page);
    m_pages->setCurrentIndex(static_cast<int>(page));
    m_promptBar->setVisible(page != WorkPage::Studies);
    if (isVisible() && page != WorkPage::Comparison)
        (page == WorkPage::Studies ? static_cast<QWidget *>(m_studies->form()) : m_context)->setFocus();
    if (page != WorkPage::Text && m_session->isEngineRunning())
        m_session->studies().refreshRuns();
}

void MainWindow::showStudy()
{
    m_studies->view()->setSummary(m_session->studies().summary());
    m_actions->update();
}

void MainWindow::showFetching()
{
    const Fetching &fetching = m_session->fetching();
    const bool running = fetching.state() == Fetching::State::Running;
    if (fetching.state() == Fetching::State::Planning)
        m_fetch->showAsking();
    else if (!running)
        m_fetch->showPlan(fetching.plan());
    m_fetch->showProgress(running ? fetching.progress().value_or(Progress{Activity::Fetching, 0, 0, -1, {}}) : std::optional<Progress>());
    m_fetch->setProblem(fetching.problem());
}

void MainWindow::showActivity()
{
    const auto &activity = m_session->activity();
    m_activity->setActivity(activity);
    if (activity && activity->activity == Activity::Opening)
        m_context->setMessage(told([] { return tr("The engine reads the prompt…"); }));
    m_studies->setProgress(m_session->studies().isRunning() ? activity : std::nullopt);
}

void MainWindow::showBaseline()
{
    const auto answer = m_session->baseline();
    showAnswer(m_answers, *answer, false);
    if (!m_session->shownTrace()) // it streams in
        m_context->setGeneratedTokens(textsOf(answer->tokens), -1);
}

void MainWindow::showMasked()
{
    showAnswer(m_answers, *m_session->masked(), true);
}

void MainWindow::showExpectedAnswer()
{
    m_answers->setExpectedAnswer(m_session->prompt() ? QString::fromStdString(m_session->prompt()->answer) : QString());
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
    m_context->setAttention(rows ? meanAttention(*rows) : std::vector<float>{}, rows ? rows->request.heads : std::vector<HeadId>{});
    m_context->setFlows(rows ? strongestFlows(*rows) : std::vector<Flow>{});
}

void MainWindow::suggestCount()
{
    if (m_session->scoresFit())
        m_count->setValue(static_cast<int>(shownRetrievalHeads().size()));
}

} // namespace needlescope
