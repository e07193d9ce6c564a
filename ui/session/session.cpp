// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include "language/enginetext.h"
#include "language/telling.h"
#include "measures/needlefiles.h"
#include "measures/studies/kind.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>

namespace needlescope {

namespace {

constexpr qint64 mostSent = 64 << 20; ///< bytes of a file

/// Until a broken line is tried again: twice as long each time.
int secondsBefore(int retry)
{
    constexpr int longest = 30;
    return std::min(longest, 1 << std::min(retry, 5));
}

} // namespace

Session::Session(EngineCommand engine, Library library, QObject *parent)
    : QObject(parent)
    , m_client(std::move(engine))
    , m_library(std::move(library))
    , m_baseline(&m_client)
    , m_masked(&m_client)
    , m_lens(&m_client)
    , m_studies(&m_client)
    , m_fetching(&m_client)
    , m_prompting(&m_client, &m_library)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Session::startAgain);
    connectEngine();
    connectParts();
    connectStudies();
}

void Session::connectEngine()
{
    connect(&m_client, &EngineClient::opened, this, [this](RequestId id, const ModelInfo &model, const ChosenFrame &frame) {
        if (id == m_openRequest)
            m_openRequest = 0;
        m_openedModel = m_opening.take(id);
        setModel(model, frame); // also one that was to be stopped or was followed by another: it is what the engine has
        if (const auto waiting = std::exchange(m_waitingStudy, {}))
            startStudy(waiting->first, waiting->second);
    });
    connect(&m_client, &EngineClient::modelsListed, this, [this](RequestId, const std::vector<CatalogModel> &models) {
        m_models = models;
        emit modelsChanged();
    });
    connect(&m_client, &EngineClient::progressed, this, [this](RequestId id, const Progress &progress) {
        if (!m_studies.isRunning() && !m_fetching.isOurs(id))
            noteProgress(progress);
    });
    connect(&m_client, &EngineClient::failed, this, [this](RequestId id, const QString &message) {
        if (id == m_studies.planRequest() || m_fetching.isOurs(id))
            return;
        openingEnded(id);
        if (m_client.isRunning())
            emit problemRaised(message, false);
    });
    connect(&m_client, &EngineClient::cancelled, this, &Session::openingEnded);
    connect(&m_client, &EngineClient::greeted, this, &Session::engineHeard);
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
    connect(&m_fetching, &Fetching::fetched, this, [this](const QString &model) {
        refreshModels();
        openModel(model);
    });
    connect(&m_masks, &MaskHistory::changed, this, [this] {
        emit maskChanged();
        answerUnderMask();
    });
}

void Session::connectStudies()
{
    connect(&m_studies, &Studies::summaryChanged, this, [this] {
        const auto &summary = m_studies.summary();
        const bool fills = m_studies.isRunning() && summary && summary->kind == StudyKind::Detect;
        if (const ScoreMap *map = fills ? summary->map("score") : nullptr)
            setScores(std::make_shared<const ScoreMap>(*map), summary->enough);
    });
    connect(&m_studies, &Studies::progressed, this, &Session::noteProgress);
    connect(&m_studies, &Studies::runOpened, this, &Session::showRun);
    connect(&m_studies, &Studies::runGrew, this, &Session::showGrowth);
    connect(&m_studies, &Studies::runsChanged, this, &Session::openBestDetection);
    connect(&m_studies, &Studies::runningChanged, this, [this](bool running) {
        if (!running) {
            selectBest();
            emit scoresChanged(); // what they rest on
        }
        m_activity.reset();
        emit activityChanged();
    });
}

// Model and engine

void Session::openModel(const QString &model)
{
    emit problemSolved();
    m_restoring.reset();
    request(model);
}

void Session::request(const QString &model)
{
    if (m_openRequest != 0)
        m_client.cancel(m_openRequest);
    startIfNeeded();
    m_wantedModel = model;
    m_openRequest = m_client.open(model, m_device); // names and paths mean what they mean where the engine is
    m_opening.insert(m_openRequest, model);
    noteProgress({Activity::Opening, 0, 0, -1, model.toStdString()});
}

/// Without a model: that which was open stays.
void Session::openingEnded(RequestId id)
{
    m_opening.remove(id);
    if (id == m_openRequest) {
        m_openRequest = 0;
        if (m_client.isRunning()) { // else it is tried again
            m_restoring.reset();
            m_waitingStudy.reset();
            answerUnderMask();
        }
    }
    updateActivity();
}

void Session::setModel(const ModelInfo &model, const ChosenFrame &frame)
{
    m_engineHasModel = true;
    forgetPrompt();
    if (m_model && (m_model->hash != model.hash || m_model->directory != model.directory))
        forgetModel(model);
    m_model = std::make_shared<const ModelInfo>(model);
    m_prompting.setModelFrame(frame);
    restorePrompt();
    emit modelChanged();
    emit scoresChanged(); // whether they fit
    if (!frame.note.empty())
        emit noteRaised(engineText(frame.note));
    restoreHeads();
    selectBest(); // of a map that was there before its model
    m_studies.refreshRuns();
    if (m_openRequest == 0)
        compose();
    if (std::exchange(m_studyWaits, false))
        m_studies.goOn();
}

SavedSession Session::saved() const
{
    SavedSession session;
    session.engine = engine().address.toStdString();
    session.model = m_openedModel.toStdString();
    session.modelHash = m_model ? m_model->hash : std::string();
    session.prompt = promptRequest();
    if (m_library.haystacks().contains(QString::fromStdString(session.prompt.haystack.name)))
        session.prompt.haystack.text.clear();
    session.mask = mask();
    session.selection = m_selection;
    session.step = m_step;
    session.map = m_scores ? m_studies.runOf(m_scores->provenance) : std::string();
    return session;
}

void Session::restore(const SavedSession &session)
{
    if (session.model.empty()) {
        ask(session.prompt);
        return;
    }
    openModel(QString::fromStdString(session.model));
    m_restoring = session;
}

void Session::restorePrompt()
{
    if (!m_restoring || m_openRequest != 0)
        return;
    try {
        m_prompting.setRequest(m_restoring->prompt);
    } catch (const EngineError &error) {
        raise(error);
    }
}

/// Heads of another model would be a silent mistake.
void Session::restoreHeads()
{
    if (!m_restoring || m_openRequest != 0)
        return;
    const SavedSession session = *std::exchange(m_restoring, std::nullopt);
    if (session.modelHash != m_model->hash) {
        emit noteRaised(told([name = QString::fromStdString(session.model)] {
            return tr("'%1' is no longer the model that the session was saved with, so its masks, its selection and its map are left out.")
                .arg(name);
        }));
        return;
    }
    m_masks.restore(session.mask);
    m_selection = session.selection;
    m_restoredStep = session.step;
    emit selectionChanged();
    if (!session.map.empty())
        openMap(QString::fromStdString(session.map));
}

void Session::startEngine()
{
    startIfNeeded();
    refreshModels();
    m_studies.refreshRuns();
}

void Session::startIfNeeded()
{
    if (m_client.isRunning())
        return;
    m_retry.stop();
    m_client.start();
    emit lineChanged();
}

void Session::useEngine(EngineCommand engine)
{
    emit problemSolved();
    m_retry.stop();
    m_nRetries = -1;
    m_studyWaits = false;
    m_waitingStudy.reset();
    m_client.setCommand(std::move(engine));
    m_engineHasModel = false;
    m_restoring.reset();
    m_wantedModel.clear();
    m_openedModel.clear();
    m_models.clear();
    forgetPrompt();
    m_studies.clear();
    m_studies.forgetRuns();
    m_masks.reset();
    m_selection.clear();
    m_model.reset();
    m_prompting.setModelFrame({});
    emit engineChanged();
    emit modelChanged();
    emit modelsChanged();
    emit selectionChanged();
    setScores(nullptr);
    startEngine();
}

LineState Session::line() const
{
    if (m_retry.isActive())
        return LineState::Broken;
    if (!m_client.isRunning())
        return LineState::Closed;
    return m_client.isHeard() ? LineState::Open : LineState::Connecting;
}

/// Of what belonged to the model that was open nothing stays but a map that somebody opened from a file and that may be of any model.
void Session::forgetModel(const ModelInfo &next)
{
    m_studies.clear();
    m_masks.reset();
    m_selection.clear();
    emit selectionChanged();
    const bool stays
        = m_scores && m_scores->isOf(next) && (!m_scores->provenance.modelHash.empty() || !m_scores->provenance.source.empty());
    if (m_scores && !stays)
        setScores(nullptr);
    else if (m_scores && m_scores->provenance.modelHash.empty())
        emit noteRaised(told([source = QString::fromStdString(m_scores->provenance.source), name = QString::fromStdString(next.name)] {
            return tr("The head map from '%1' does not say which model it is of. It stays because its size fits %2.").arg(source, name);
        }));
}

void Session::refreshModels()
{
    if (m_client.isRunning())
        m_client.models();
}

void Session::restartEngine()
{
    m_engineHasModel = false;
    m_retry.stop();
    m_client.restart();
    forgetPrompt();
    emit problemSolved();
    emit lineChanged();
    startAgain();
}

/// What was there stays in sight until the model is open again.
void Session::startAgain()
{
    const QString restored = m_restoring ? QString::fromStdString(m_restoring->model) : QString();
    const QString opened = m_openedModel.isEmpty() ? m_wantedModel : m_openedModel;
    if (const QString &model = restored.isEmpty() ? opened : restored; !model.isEmpty())
        request(model);
    else
        startEngine();
}

void Session::engineHeard()
{
    if (std::exchange(m_nRetries, 0) > 0) {
        emit problemSolved();
        refreshModels();
    }
    emit lineChanged();
}

/// A line that was whole comes back by itself; one that never was is for its user to look at.
void Session::engineDied(const QString &cause, bool mayPass)
{
    m_engineHasModel = false;
    m_studyWaits = m_studyWaits || (mayPass && m_studies.wasInterrupted());
    if (mayPass && m_nRetries >= 0) {
        const int seconds = secondsBefore(m_nRetries++);
        m_retry.start(std::chrono::seconds(seconds));
        emit lineBroke(cause, seconds);
    } else {
        m_lens.clear();
        emit problemRaised(cause, true);
    }
    emit lineChanged();
}

// Prompt and answers

void Session::ask(PromptRequest request)
{
    emit problemSolved();
    try {
        m_prompting.setRequest(std::move(request));
        if (!m_client.isRunning() && !m_wantedModel.isEmpty())
            restartEngine();
        else if (m_model && !m_engineHasModel && m_openRequest == 0)
            openModel(m_openedModel); // its opening was stopped
        else
            compose();
    } catch (const EngineError &error) {
        raise(error);
    }
}

void Session::askFirst()
{
    try {
        PromptRequest request = m_library.firstPrompt();
        request.frame = promptRequest().frame;
        ask(std::move(request));
    } catch (const EngineError &error) {
        raise(error);
    }
}

void Session::useHaystackFile(const QString &path)
{
    PromptRequest request = promptRequest();
    try {
        request.haystack = readHaystack(path.toStdString());
    } catch (const EngineError &error) {
        raise(error);
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

/// While another model is on its way, the prompt's handle may already mean nothing.
void Session::answerUnderMask()
{
    if (!prompt() || !m_client.isRunning() || !m_engineHasModel || m_openRequest != 0 || mask().empty())
        m_masked.clear();
    else
        m_masked.start(generationRequest(mask()));
}

GenerationRequest Session::generationRequest(const Intervention &intervention) const
{
    GenerationRequest request;
    request.promptHandle = prompt()->handle;
    request.intervention = intervention;
    request.stopIds = m_model->stopIds;
    request.maskSeed = intervention.empty() ? 0 : m_masks.seed();
    return request;
}

void Session::showTrace()
{
    const auto previous = m_shownTrace;
    if (mask().empty() || m_baselineWanted)
        m_shownTrace = baseline()->trace;
    else if (masked()->trace || !masked()->running || !m_shownTrace) // else the old one stays until the new one is there
        m_shownTrace = masked()->trace ? masked()->trace : baseline()->trace;
    if (m_shownTrace == previous)
        return;
    emit shownTraceChanged();
    const bool complete = m_shownTrace && (mask().empty() || masked()->trace);
    if (m_shownTrace)
        chooseStep(complete && m_restoredStep >= 0 ? std::exchange(m_restoredStep, -1) : m_step);
    lookAtAttention();
}

void Session::lookAtBaseline(bool wanted)
{
    m_baselineWanted = wanted;
    showTrace();
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

/// A head of another model's map is none of the open model.
bool Session::refusesHead(HeadId id)
{
    if (!m_model)
        return true;
    if (!m_model->hasHeads(id.layer)) {
        emit noteRaised(told([layer = id.layer] {
            return tr("Layer %1 keeps a state instead of attending: it has no heads to look at or to mask.").arg(layer);
        }));
        return true;
    }
    if (!m_scores || scoresFit())
        return false;
    emit noteRaised(told([name = QString::fromStdString(m_model->name)] {
        return tr("This head map is not one of %1, so its heads cannot be selected or masked here; open the model that it is of.")
            .arg(name);
    }));
    return true;
}

void Session::selectHead(HeadId id, bool add)
{
    if (refusesHead(id))
        return;
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

void Session::selectGroup(HeadId id, bool add)
{
    if (refusesHead(id))
        return;
    const auto group = groupOf(id, headsPerGroup());
    const auto isSelected = [this](HeadId head) { return std::find(m_selection.begin(), m_selection.end(), head) != m_selection.end(); };
    if (!add) {
        m_selection = group;
    } else if (std::all_of(group.begin(), group.end(), isSelected)) {
        std::erase_if(m_selection, [&group](HeadId head) { return std::find(group.begin(), group.end(), head) != group.end(); });
    } else {
        std::copy_if(group.begin(), group.end(), std::back_inserter(m_selection), [&isSelected](HeadId head) { return !isSelected(head); });
    }
    emit selectionChanged();
    lookAtAttention();
}

void Session::selectBest()
{
    if (m_selection.empty() && scoresFit())
        selectHead(rankedHeads(*m_scores).front());
}

void Session::lookAtAttention()
{
    if (m_shownTrace && m_engineHasModel && m_client.isRunning())
        m_lens.lookAt({m_shownTrace->traceId, m_step, m_selection});
    else
        m_lens.clear();
}

// Masks

void Session::toggleMask(HeadId id)
{
    if (!refusesHead(id))
        m_masks.toggle(id);
}

void Session::maskOnly(HeadId id)
{
    if (!refusesHead(id))
        m_masks.only(id);
}

void Session::toggleMaskOfGroup(HeadId id)
{
    if (!refusesHead(id))
        m_masks.toggleGroup(id, headsPerGroup());
}

void Session::toggleMaskOfSelectedGroups()
{
    std::vector<HeadId> heads;
    for (const HeadId id : m_selection) {
        const auto group = groupOf(id, headsPerGroup());
        heads.insert(heads.end(), group.begin(), group.end());
    }
    m_masks.toggleAll(heads);
}

void Session::maskTopK(int k)
{
    if (scoresFit())
        m_masks.maskTop(*m_scores, k);
}

void Session::maskRandomK(int k, std::uint64_t seed)
{
    if (scoresFit())
        m_masks.maskRandom(*m_scores, k, seed);
}

// Studies and runs

void Session::startStudy(const StudyRequest &study, const QString &run)
{
    if (!m_model || !m_client.isRunning() || m_studies.isRunning())
        return;
    emit problemSolved();
    const QString folder = run.left(run.lastIndexOf(QLatin1Char('/')) + 1);
    if (!folder.isEmpty() && !m_client.mayWriteIn(folder)) {
        m_client.letWriteIn(folder);
        restartEngine();
        m_waitingStudy.emplace(study, run);
        return emit noteRaised(told([folder] { return tr("The engine is started anew, so that it may write in '%1'.").arg(folder); }));
    }
    m_studies.start(study, run);
    // The first sample of a big model may take minutes.
    noteProgress({Activity::Studying, 0, study.nSamples(), -1, std::string(nameOf(study.kind))});
}

StudyRequest Session::completed(StudyRequest study, const StudyTexts &texts) const
{
    const KindInfo &kind = infoOf(study.kind);
    if (scoresFit() && kind.uses(Setting::Ranking))
        study.masks.ranking = *m_scores;
    study.frame = promptRequest().frame;
    m_library.fill(study.tasks, study.kind, texts);
    if (m_model)
        kind.setDefaults(study, *m_model);
    return study;
}

void Session::openRun(const QString &name)
{
    open(name, false);
}

void Session::openMap(const QString &name)
{
    open(name, true);
}

void Session::openMapFile(const QString &path)
try {
    if (!engine().isRemote())
        return openMap(path);
    if (refusesRun())
        return;
    const std::string name = path.toStdString();
    QFile file(path);
    if (file.size() > mostSent)
        throw EngineError("'{}' is too large to be sent to the engine's machine; copy it there, and open it by its path.", name);
    if (!file.open(QIODevice::ReadOnly))
        throw EngineError("'{}' cannot be read ({}); check that it is still there.", name, file.errorString().toStdString());
    emit problemSolved();
    m_mapWanted = true;
    m_studies.openRun(QFileInfo(path).fileName(), file.readAll());
} catch (const EngineError &error) {
    raise(error);
}

bool Session::refusesRun()
{
    if (!m_client.isRunning())
        emit problemRaised(told([] { return tr("The engine is not running."); }), true);
    else if (m_studies.isRunning())
        emit noteRaised(told([] { return tr("A study is running; stop it to look at a run."); }));
    else
        return false;
    return true;
}

void Session::open(const QString &name, bool withMap)
{
    if (refusesRun())
        return;
    emit problemSolved();
    m_mapWanted = withMap;
    m_studies.openRun(name);
}

void Session::showRun(const OpenedRun &run)
{
    const auto &maps = run.summary.maps;
    const ScoreMap *map = run.summary.map("score");
    if (!map && !maps.empty())
        map = &maps.front();
    if (map && m_mapWanted && !m_studies.isRunning())
        showMap(*map);
    openModelOf(run.header.model);
    if (!run.notes.empty())
        emit noteRaised(told([notes = run.notes] {
            QStringList texts;
            for (const Sentence &note : notes)
                texts << engineText(note);
            return texts.join(QLatin1Char(' '));
        }));
}

/// Of the map that is shown, where it is that run's; what is selected stays.
void Session::showGrowth(const OpenedRun &run)
{
    const ScoreMap *map = m_scores ? run.summary.map(m_scores->measure) : nullptr;
    if (map && map->provenance.source == m_scores->provenance.source)
        setScores(std::make_shared<const ScoreMap>(*map), run.summary.enough);
}

/// Where none is open, so that the run's heads can be tried.
void Session::openModelOf(const ModelInfo &model)
{
    if (!m_opensModelsOfRuns || m_model || m_openRequest != 0 || model.name.empty())
        return;
    const bool hasName
        = std::any_of(m_models.begin(), m_models.end(), [&model](const CatalogModel &known) { return known.name == model.name; });
    openModel(QString::fromStdString(hasName ? model.name : model.directory));
}

void Session::showMap(const ScoreMap &map)
{
    if (m_model && !map.isOf(*m_model)) {
        m_selection.clear();
        emit selectionChanged();
    }
    const auto &summary = m_studies.summary();
    setScores(std::make_shared<const ScoreMap>(map), summary && summary->enough);
    selectBest();
}

/// Of the open model, where no map is shown: the one with the most samples, the latest first.
void Session::openBestDetection()
{
    if (m_scores || !m_model || m_studies.isRunning())
        return;
    const RunInfo *best = nullptr;
    for (const RunInfo &run : m_studies.runs()) {
        const bool fits = run.kind == StudyKind::Detect && run.modelHash == m_model->hash && run.nSamples > 0;
        if (fits && (!best || run.nSamples > best->nSamples))
            best = &run;
    }
    if (!best)
        return;
    m_mapWanted = true;
    m_studies.openRun(QString::fromStdString(best->name));
}

void Session::stop()
{
    if (m_studies.isRunning()) {
        m_studies.stop();
        return;
    }
    if (m_openRequest != 0)
        m_client.cancel(m_openRequest);
    m_prompting.stop();
    m_baseline.stop();
    m_masked.stop();
    updateActivity();
}

MapStanding Session::mapStanding() const
{
    const bool measuring = m_studies.isRunning() && m_studies.request()->kind == StudyKind::Detect;
    if (!m_scores || (m_scores->nSamples >= m_scores->nPlanned && !measuring))
        return MapStanding::Whole;
    const auto &summary = m_studies.summary();
    const bool grows = m_studies.isGrowing() && summary->provenance.source == m_scores->provenance.source;
    return measuring || grows ? MapStanding::Filling : m_enough ? MapStanding::Enough : MapStanding::Partial;
}

void Session::setScores(std::shared_ptr<const ScoreMap> scores, bool enough)
{
    m_scores = std::move(scores);
    m_enough = enough;
    emit scoresChanged();
}

// Progress

void Session::noteProgress(const Progress &progress)
{
    m_activity = m_timeLeft.estimated(progress);
    emit activityChanged();
}

void Session::updateActivity()
{
    const bool busy = m_openRequest != 0 || m_prompting.isComposing() || baseline()->running || masked()->running || m_studies.isRunning();
    if (busy || !m_activity)
        return;
    m_activity.reset();
    emit activityChanged();
}

void Session::raise(const EngineError &error)
{
    emit problemRaised(engineText(error.sentence()), false);
}

} // namespace needlescope
