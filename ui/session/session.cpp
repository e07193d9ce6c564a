// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include "api/detectiongrid.h"
#include "api/headchoice.h"
#include "archive/runfile.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>

namespace needlescope {

namespace {

QString nameOfHead(HeadId id)
{
    return QString::fromStdString(toString(id));
}

/// The same for the same study of the same model, so that a stopped detection is continued.
QString runFileName(const StudyRequest &study, const ModelInfo &model)
{
    const auto bytes = nlohmann::json::to_cbor(nlohmann::json(study));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())));
    hash.addData(QByteArray::fromStdString(model.hash));
    return QStringLiteral("%1-%2.needle").arg(QString::fromStdString(model.name), QString::fromLatin1(hash.result().toHex().left(12)));
}

/// A run without a hash is taken on trust.
bool isRunOf(const ModelInfo &model, const ScoreMap &map, const Provenance &run)
{
    return map.nLayers() == model.nLayers && map.nHeads() == model.nHeads && (run.modelHash.empty() || run.modelHash == model.hash);
}

} // namespace

Session::Session(EngineCommand engine, Library library, QObject *parent)
    : QObject(parent)
    , m_client(std::move(engine))
    , m_library(std::move(library))
    , m_baseline(&m_client)
    , m_masked(&m_client)
    , m_lens(&m_client)
    , m_detection(&m_client)
{
    connectEngine();
    connectParts();
}

void Session::connectEngine()
{
    connect(&m_client, &EngineClient::opened, this, [this](RequestId id, const ModelInfo &model) {
        if (id == m_openRequest)
            setModel(model);
    });
    connect(&m_client, &EngineClient::composed, this, [this](RequestId id, const Prompt &prompt) {
        if (id == m_composeRequest)
            setPrompt(prompt);
    });
    connect(&m_client, &EngineClient::progressed, this, [this](RequestId, const Progress &progress) {
        if (!isDetecting())
            noteProgress(progress);
    });
    connect(&m_client, &EngineClient::failed, this, [this](RequestId id, const QString &message) {
        if (id == m_openRequest)
            m_openRequest = 0;
        if (id == m_composeRequest)
            m_composeRequest = 0;
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
}

void Session::setModel(const ModelInfo &model)
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
    emit modelChanged();
    if (!m_scores) {
        const QString run = m_library.runOf(m_openedModel);
        if (!run.isEmpty())
            openRun(run);
    }
    compose();
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
        if (request.haystack.text.empty())
            request.haystack = request.haystack.name == m_request.haystack.name
                ? m_request.haystack
                : m_library.haystack(QString::fromStdString(request.haystack.name));
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
        return;
    }
    m_request = std::move(request);
    emit promptRequestChanged();
    compose();
}

void Session::askFirst()
{
    try {
        ask(m_library.firstPrompt());
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

void Session::useHaystackFile(const QString &path)
{
    PromptRequest request = m_request;
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
    if (!m_model || !m_client.isRunning())
        return;
    if (m_composeRequest != 0)
        m_client.cancel(m_composeRequest);
    m_composeRequest = m_client.compose(m_request);
}

void Session::setPrompt(const Prompt &prompt)
{
    m_composeRequest = 0;
    m_prompt = std::make_shared<const Prompt>(prompt);
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
    m_prompt.reset();
    m_shownTrace.reset();
    m_baseline.clear();
    m_masked.clear();
    m_lens.clear();
    emit promptChanged();
    emit shownTraceChanged();
}

void Session::answerUnderMask()
{
    if (!m_prompt || !m_client.isRunning() || mask().empty())
        m_masked.clear();
    else
        m_masked.start(generationRequest(mask()));
}

GenerationRequest Session::generationRequest(const Intervention &intervention) const
{
    GenerationRequest request;
    request.promptIds = m_prompt->ids;
    request.needle = m_prompt->needle;
    request.answer = m_prompt->answer;
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

void Session::changeMask(std::vector<HeadId> heads, const QString &description)
{
    m_masks.change(maskOf(std::move(heads), mask().kind, mask().scope), description);
}

void Session::toggleMask(HeadId id)
{
    auto heads = mask().heads;
    if (mask().masks(id)) {
        std::erase(heads, id);
        changeMask(std::move(heads), tr("Unmask %1").arg(nameOfHead(id)));
    } else {
        heads.push_back(id);
        changeMask(std::move(heads), tr("Mask %1").arg(nameOfHead(id)));
    }
}

void Session::toggleMaskOfSelection()
{
    auto heads = mask().heads;
    if (std::all_of(m_selection.begin(), m_selection.end(), [this](HeadId id) { return mask().masks(id); })) {
        std::erase_if(heads, [this](HeadId id) { return std::find(m_selection.begin(), m_selection.end(), id) != m_selection.end(); });
        changeMask(std::move(heads), tr("Unmask selected heads"));
    } else {
        heads.insert(heads.end(), m_selection.begin(), m_selection.end());
        changeMask(std::move(heads), tr("Mask selected heads"));
    }
}

void Session::maskTopK(int k)
{
    if (m_scores)
        changeMask(topHeads(*m_scores, k), tr("Mask top %1").arg(k));
}

void Session::maskRandomK(int k, std::uint64_t seed)
{
    if (!m_scores)
        return;
    m_drawn = maskOf(randomHeads(*m_scores, k, seed)).heads;
    m_seed = seed;
    changeMask(m_drawn, tr("Mask %1 random (seed %2)").arg(k).arg(seed));
}

void Session::clearMask()
{
    changeMask({}, tr("Clear mask"));
}

void Session::setMaskKind(MaskKind kind)
{
    m_masks.change(maskOf(mask().heads, kind, mask().scope), tr("Change how heads are masked"));
}

void Session::setMaskScope(MaskScope scope)
{
    m_masks.change(maskOf(mask().heads, mask().kind, scope), tr("Change where heads are masked"));
}

// Detection and runs

void Session::startDetection(const QString &runFolder)
{
    if (!m_model || !m_client.isRunning())
        return;
    emit problemSolved();
    try {
        const StudyRequest study = detectionStudy();
        QString runFile;
        if (!runFolder.isEmpty()) {
            QDir().mkpath(runFolder);
            runFile = QDir(runFolder).filePath(runFileName(study, *m_model));
        }
        m_run = {};
        m_detection.start(study, runFile);
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

void Session::openRun(const QString &path)
{
    emit problemSolved();
    try {
        const auto run = RunFile::openReadOnly(path.toStdString());
        auto scores = std::make_shared<const ScoreMap>(run.scoreMap());
        if (m_model && !isRunOf(*m_model, *scores, run.header().provenance))
            throw EngineError("'" + path.toStdString() + "' was made with other weights than those in '" + m_model->directory
                + "'; detect the heads of this model or open the one that the run belongs to.");
        m_run = run.header().provenance;
        m_headsPerGroup = run.header().model.headsPerGroup();
        setScores(std::move(scores));
        selectBest();
    } catch (const EngineError &error) {
        emit problemRaised(QString::fromUtf8(error.what()), false);
    }
}

StudyRequest Session::detectionStudy() const
{
    StudyRequest study;
    study.needles = m_library.needles();
    study.haystacks = {m_request.haystack};
    study.lengths = defaultLengths(*m_model, study.maxTokens);
    study.depths = defaultDepths();
    study.frame = m_request.frame;
    return study;
}

void Session::stop()
{
    if (isDetecting()) {
        m_detection.stop();
    } else {
        m_baseline.stop();
        m_masked.stop();
    }
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
    m_activity = progress;
    emit activityChanged();
}

void Session::updateActivity()
{
    const bool busy = m_openRequest != 0 || m_composeRequest != 0 || baseline()->running || masked()->running || isDetecting();
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
    provenance.frame = m_request.frame.pattern;
    provenance.intervention = mask();
    provenance.seed = !mask().empty() && mask().heads == m_drawn ? m_seed : 0;
    provenance.created = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    return provenance;
}

} // namespace needlescope
