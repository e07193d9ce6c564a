// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include "api/detectiongrid.h"
#include "api/headchoice.h"
#include "session/runs.h"

#include <QDateTime>

namespace needlescope {

Session::Session(EngineCommand engine, Library library, QObject *parent)
    : QObject(parent)
    , m_client(std::move(engine))
    , m_library(std::move(library))
    , m_baseline(&m_client)
    , m_masked(&m_client)
    , m_lens(&m_client)
    , m_detection(&m_client)
    , m_prompting(&m_client, &m_library)
{
    connectEngine();
    connectParts();
}

void Session::connectEngine()
{
    connect(&m_client, &EngineClient::opened, this, [this](RequestId id, const ModelInfo &model, const ChosenFrame &frame) {
        if (id == m_openRequest)
            setModel(model, frame);
    });
    connect(&m_client, &EngineClient::modelsListed, this, [this](RequestId, const std::vector<CatalogModel> &models) {
        m_models = models;
        emit modelsChanged();
    });
    connect(&m_client, &EngineClient::progressed, this, [this](RequestId, const Progress &progress) {
        if (!isDetecting())
            noteProgress(progress);
    });
    connect(&m_client, &EngineClient::failed, this, [this](RequestId id, const QString &message) {
        if (id == m_openRequest)
            m_openRequest = 0;
        updateActivity();
        if (m_client.isRunning())
            emit problemRaised(message, false);
    });
    connect(&m_client, &EngineClient::died, this, &Session::engineDied);
}

void Session::connectParts()
{
    const auto answerChanged = [this] {
        showTrace();
        updateActivity();
    };
    connect(&m_baseline, &Answering::changed, this, &Session::baselineChanged);
    connect(&m_baseline, &Answering::changed, this, answerChanged);
    connect(&m_masked, &Answering::changed, this, &Session::maskedChanged);
    connect(&m_masked, &Answering::changed, this, answerChanged);
    connect(&m_lens, &AttentionLens::changed, this, &Session::attentionChanged);
    connect(&m_prompting, &Prompting::requestChanged, this, &Session::promptRequestChanged);
    connect(&m_prompting, &Prompting::composed, this, &Session::promptComposed);
    connect(&m_masks, &MaskHistory::changed, this, [this] {
        emit maskChanged();
        answerUnderMask();
    });
    connect(&m_detection, &Detection::mapChanged, this, &Session::setScores);
    connect(&m_detection, &Detection::progressed, this, &Session::noteProgress);
    connect(&m_detection, &Detection::runningChanged, this, [this](bool running) {
        if (!running)
            selectBest();
        m_activity.reset();
        emit activityChanged();
        emit detectingChanged(running);
    });
}

// Model and engine

void Session::openModel(const QString &model)
{
    emit problemSolved();
    if (m_openRequest != 0)
        m_client.cancel(m_openRequest);
    if (!m_client.isRunning())
        m_client.start();
    m_wantedModel = model;
    m_openRequest = m_client.open(model); // names and paths mean what they mean where the engine is
    noteProgress({tr("Opening %1").arg(model).toStdString(), 0, 0, -1});
}

void Session::setModel(const ModelInfo &model, const ChosenFrame &frame)
{
    m_openRequest = 0;
    const bool same = m_model && m_model->hash == model.hash && m_model->directory == model.directory;
    m_openedModel = m_wantedModel;
    m_model = std::make_shared<const ModelInfo>(model);
    if (!same) {
        forgetPrompt();
        m_masks.reset();
        if (m_scores && !isRunOf(model, *m_scores, m_run))
            forgetScores();
    }
    m_headsPerGroup = model.headsPerGroup();
    m_prompting.setModelFrame(frame);
    emit modelChanged();
    if (!frame.note.empty())
        emit noteRaised(QString::fromStdString(frame.note));
    if (!m_scores) {
        const QString run = m_library.runOf(m_openedModel);
        if (!run.isEmpty())
            openRun(run);
    }
    compose();
}

void Session::refreshModels()
{
    if (m_client.isRunning())
        m_client.models();
}

void Session::restartEngine()
{
    m_client.restart();
    m_baseline.clear();
    m_masked.clear();
    openModel(m_openedModel.isEmpty() ? m_wantedModel : m_openedModel);
}

void Session::engineDied(const QString &cause)
{
    m_lens.clear();
    emit problemRaised(cause, true);
}

// Prompt and answers

void Session::ask(PromptRequest request)
{
    emit problemSolved();
    try {
        m_prompting.setRequest(std::move(request));
        compose();
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

void Session::askFirst()
{
    try {
        PromptRequest request = m_library.firstPrompt();
        request.frame = promptRequest().frame;
        ask(std::move(request));
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

void Session::useHaystackFile(const QString &path)
{
    PromptRequest request = promptRequest();
    try {
        request.haystack = readHaystack(path);
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
        return;
    }
    ask(std::move(request));
}

void Session::compose()
{
    if (m_model && m_client.isRunning())
        m_prompting.compose();
}

void Session::promptComposed()
{
    m_shownTrace.reset();
    m_step = 0;
    m_lens.clear();
    emit promptChanged();
    emit shownTraceChanged();
    emit stepChanged();
    m_baseline.start(generationRequest({}));
    answerUnderMask();
}

void Session::forgetPrompt()
{
    m_prompting.forget();
    m_shownTrace.reset();
    m_baseline.clear();
    m_masked.clear();
    m_lens.clear();
    emit promptChanged();
    emit shownTraceChanged();
}

void Session::answerUnderMask()
{
    if (!prompt() || !m_client.isRunning() || mask().empty())
        m_masked.clear();
    else
        m_masked.start(generationRequest(mask()));
}

GenerationRequest Session::generationRequest(const Intervention &intervention) const
{
    GenerationRequest request;
    request.promptIds = prompt()->ids;
    request.needle = prompt()->needle;
    request.answer = prompt()->answer;
    request.intervention = intervention;
    request.stopIds = m_model->stopIds;
    return request;
}

void Session::showTrace()
{
    const auto previous = m_shownTrace;
    if (mask().empty())
        m_shownTrace = baseline()->trace;
    else if (masked()->trace || !masked()->running || !m_shownTrace) // else the old one stays until the new one is there
        m_shownTrace = masked()->trace ? masked()->trace : baseline()->trace;
    if (m_shownTrace == previous)
        return;
    emit shownTraceChanged();
    if (m_shownTrace)
        chooseStep(m_step);
    lookAtAttention();
}

void Session::chooseStep(int step)
{
    const int nSteps = m_shownTrace ? static_cast<int>(m_shownTrace->tokens.size()) : 0;
    const int chosen = std::clamp(step, 0, std::max(0, nSteps - 1));
    if (chosen == m_step)
        return;
    m_step = chosen;
    emit stepChanged();
    lookAtAttention();
}

void Session::selectHead(HeadId id, bool add)
{
    const auto selected = std::find(m_selection.begin(), m_selection.end(), id);
    if (!add)
        m_selection = {id};
    else if (selected == m_selection.end())
        m_selection.push_back(id);
    else
        m_selection.erase(selected);
    emit selectionChanged();
    lookAtAttention();
}

void Session::selectBest()
{
    if (m_selection.empty() && m_scores && !m_scores->empty())
        selectHead(rankedHeads(*m_scores).front());
}

void Session::lookAtAttention()
{
    if (m_shownTrace && m_client.isRunning())
        m_lens.lookAt({m_shownTrace->traceId, m_step, m_selection});
    else
        m_lens.clear();
}

// Masks

void Session::toggleMaskOfSelectedGroups()
{
    std::vector<HeadId> heads;
    for (const HeadId id : m_selection) {
        const auto group = groupOf(id, m_headsPerGroup);
        heads.insert(heads.end(), group.begin(), group.end());
    }
    m_masks.toggleAll(heads);
}

void Session::maskTopK(int k)
{
    if (m_scores)
        m_masks.maskTop(*m_scores, k);
}

void Session::maskRandomK(int k, std::uint64_t seed)
{
    if (m_scores)
        m_masks.maskRandom(*m_scores, k, seed);
}

// Detection and runs

void Session::startDetection(const QString &runFolder)
{
    if (!m_model || !m_client.isRunning())
        return;
    emit problemSolved();
    try {
        const StudyRequest study = detectionStudy();
        m_run = {};
        m_detection.start(study, runFileFor(study, *m_model, runFolder));
        // The first sample of a big model may take minutes.
        noteProgress({tr("Detecting").toStdString(), 0, study.nSamples(), -1});
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

void Session::openRun(const QString &path)
{
    emit problemSolved();
    try {
        FinishedRun run = readRun(path, m_model.get());
        m_run = std::move(run.provenance);
        m_headsPerGroup = run.headsPerGroup;
        setScores(std::move(run.scores));
        selectBest();
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

StudyRequest Session::detectionStudy() const
{
    StudyRequest study;
    study.needles = m_library.needles();
    study.haystacks = {promptRequest().haystack};
    study.lengths = defaultLengths(*m_model, study.maxTokens);
    study.depths = defaultDepths();
    study.frame = promptRequest().frame;
    return study;
}

void Session::stop()
{
    if (isDetecting()) {
        m_detection.stop();
        return;
    }
    if (m_openRequest != 0)
        m_client.cancel(std::exchange(m_openRequest, 0)); // the model that was open stays
    m_prompting.stop();
    m_baseline.stop();
    m_masked.stop();
    updateActivity();
}

void Session::setScores(std::shared_ptr<const ScoreMap> scores)
{
    m_scores = std::move(scores);
    emit scoresChanged();
}

void Session::forgetScores()
{
    m_run = {};
    m_selection.clear();
    setScores(nullptr);
    emit selectionChanged();
}

// Progress and provenance

void Session::noteProgress(const Progress &progress)
{
    m_activity = m_timeLeft.estimated(progress);
    emit activityChanged();
}

void Session::updateActivity()
{
    const bool busy = m_openRequest != 0 || m_prompting.isComposing() || baseline()->running || masked()->running || isDetecting();
    if (busy || !m_activity)
        return;
    m_activity.reset();
    emit activityChanged();
}

Provenance Session::provenance() const
{
    Provenance provenance = m_run;
    provenance.program = "Needlescope " NEEDLESCOPE_VERSION;
    if (m_model) {
        provenance.modelName = m_model->name;
        provenance.modelHash = m_model->hash;
    }
    provenance.frame = promptRequest().frame.pattern;
    provenance.chatTemplate = promptRequest().frame.chatTemplate;
    provenance.intervention = mask();
    provenance.seed = m_masks.seed();
    provenance.created = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return provenance;
}

} // namespace needlescope
