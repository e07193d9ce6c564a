// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"
#include "session/answering.h"
#include "session/attentionlens.h"
#include "session/fetching.h"
#include "session/library.h"
#include "session/maskhistory.h"
#include "session/prompting.h"
#include "session/savedsession.h"
#include "session/studies.h"
#include "session/timeleft.h"

#include <QHash>
#include <QTimer>

#include <optional>

namespace needlescope {

/// What a map of heads rests on.
enum class MapStanding {
    Whole, ///< all that was planned, or nobody knows better
    Filling, ///< its study runs, here or elsewhere
    Enough, ///< fewer samples than planned, and more would not change it
    Partial, ///< its study was stopped
};

/// How an engine on another machine can be reached.
enum class LineState {
    Connecting,
    Open,
    Broken, ///< it was open, and is tried again by and by
    Closed, ///< somebody has to do something
};

/// The one document: model, prompt, mask, selection, and what the engine makes of them. Intents come in, values go out, each with its
/// signal. Values are immutable snapshots; pointers are null where there is nothing yet.
class Session : public QObject
{
    Q_OBJECT

public:
    Session(EngineCommand engine, Library library, QObject *parent = nullptr);

    // Values
    /// As the user called the open model; empty: none is open.
    const QString &openedModel() const { return m_openedModel; }
    /// Everything of this document; the window's part of it is left as it is.
    SavedSession saved() const;
    const std::shared_ptr<const ModelInfo> &model() const { return m_model; }
    /// Those that openModel() knows by name, as the engine told last.
    const std::vector<CatalogModel> &models() const { return m_models; }
    const PromptRequest &promptRequest() const { return m_prompting.request(); }
    const std::shared_ptr<const Prompt> &prompt() const { return m_prompting.prompt(); }
    /// Whether prompt() and the answers are those of promptRequest().
    bool isPromptCurrent() const { return m_prompting.isCurrent(); }
    const ChosenFrame &modelFrame() const { return m_prompting.modelFrame(); }
    const Intervention &mask() const { return m_masks.mask(); }
    /// Of the random heads that are masked; 0: they are not random.
    std::uint64_t maskSeed() const { return m_masks.seed(); }
    const std::vector<HeadId> &selection() const { return m_selection; }
    int step() const { return m_step; }
    const std::shared_ptr<const Answer> &baseline() const { return m_baseline.answer(); }
    const std::shared_ptr<const Answer> &masked() const { return m_masked.answer(); }
    /// The answer whose steps and attention are looked at: the masked one where something is masked and nobody wants to see the baseline,
    /// else the baseline.
    const std::shared_ptr<const DecodeTrace> &shownTrace() const { return m_shownTrace; }
    const std::shared_ptr<const AttentionRows> &attention() const { return m_lens.rows(); }
    /// The map of heads that is looked at, with where it comes from; it may be of another model than the open one.
    const std::shared_ptr<const ScoreMap> &scores() const { return m_scores; }
    /// Whether the heads of scores() are those of the open model, so that they can be selected and masked.
    bool scoresFit() const { return m_model && m_scores && m_scores->isOf(*m_model); }
    /// How far the study behind scores() is.
    MapStanding mapStanding() const;
    /// Query heads of the open model that share a key/value head.
    int headsPerGroup() const { return m_model ? m_model->headsPerGroup() : 1; }
    /// The study that runs, its summary, and the engine's runs.
    Studies &studies() { return m_studies; }
    const Studies &studies() const { return m_studies; }
    /// What is fetched from the hub; it opens when it has arrived.
    Fetching &fetching() { return m_fetching; }
    const EngineCommand &engine() const { return m_client.command(); }
    bool isEngineRunning() const { return m_client.isRunning(); }
    LineState line() const;
    /// Whether the engine sees the files that the window sees.
    bool isEngineHere() const { return m_client.command().isHere(); }
    /// What the engine has given up.
    const Confinement &confinement() const { return m_client.confinement(); }
    qint64 engineProcessId() const { return m_client.processId(); }
    /// What is being worked on; nothing while idle.
    const std::optional<Progress> &activity() const { return m_activity; }
    const Library &library() const { return m_library; }
    QUndoStack *undoStack() { return m_masks.undoStack(); }

    // Intents
    /// @p model is a directory, a GGUF file, or a name of models().
    /// What was asked of another one, its map, selection and masks go away as it opens.
    void openModel(const QString &model);
    /// On @p device ("cpu", "cpu-bf16", "cuda") the next models are opened; empty: the engine chooses.
    void setDevice(const QString &device) { m_device = device; }
    /// Opens its model, and when that is open, what was asked, masked and selected. Where the model cannot be opened, what is there stays.
    void restore(const SavedSession &session);
    /// Leaves the engine for another one. Model, map, masks and runs of the old one go away; what is asked stays.
    void useEngine(EngineCommand engine);
    /// Without a model, to hear which there are.
    void startEngine();
    /// Asks the engine for models(); modelsChanged() tells.
    void refreshModels();
    /// Whether the model of a run opens where none is open. Default true.
    void setOpensModelsOfRuns(bool opens) { m_opensModelsOfRuns = opens; }
    /// Shows a run as the study that is looked at. @p name is one of studies().runs(), or the path of a run or of any file with a map of
    /// heads on the engine's machine.
    void openRun(const QString &name);
    /// The same, and its map of heads as the head map.
    void openMap(const QString &name);
    /// openMap() of a file on this machine; an engine on another one is sent it.
    void openMapFile(const QString &path);
    void showMap(const ScoreMap &map);
    /// What is known of the open model shows when its runs are listed next.
    void closeMap() { setScores(nullptr); }
    /// With the model that was open. A study that a broken line ended goes on.
    void restartEngine();
    /// For a session that goes while the program stays: its engine ends by itself.
    void leaveEngine() { m_client.leave(); }
    /// Composes the prompt anew and answers it; an engine that died is started again for it. An empty haystack text stands for the shipped
    /// haystack of that name.
    void ask(PromptRequest request);
    /// Asks what a newcomer sees first.
    void askFirst();
    void useHaystackFile(const QString &path);
    void selectHead(HeadId id, bool add = false);
    /// All query heads that share @p id's key/value head; with @p add, they come to the others, or go where all of them are selected.
    void selectGroup(HeadId id, bool add = false);
    void toggleMask(HeadId id);
    void maskOnly(HeadId id);
    /// Of all query heads that share @p id's key/value head.
    void toggleMaskOfGroup(HeadId id);
    /// Masks all selected heads, or unmasks them where all of them are masked.
    void toggleMaskOfSelection() { m_masks.toggleAll(m_selection); }
    void toggleMaskOfSelectedGroups();
    void maskTopK(int k);
    void maskRandomK(int k, std::uint64_t seed);
    void clearMask() { m_masks.clear(); }
    void setMaskKind(MaskKind kind) { m_masks.setKind(kind); }
    void setMaskScope(MaskScope scope) { m_masks.setScope(scope); }
    void chooseStep(int step);
    /// Also while something is masked.
    void lookAtBaseline(bool wanted);
    /// Needs an open model. A study that was stopped is continued by the same request. @p run is a path on the engine's machine to keep it
    /// in; empty: the engine names one. A confined engine is started anew where it was not told of that path's folder.
    void startStudy(const StudyRequest &study, const QString &run = {});
    /// @p study with what it asks about, how the prompt is framed, and what ranks the heads: scores(). Throws EngineError.
    StudyRequest completed(StudyRequest study, const StudyTexts &texts) const;
    /// Stops the study; else the model that is being opened, the prompt and the answers on their way.
    void stop();

signals:
    void engineChanged();
    /// line() is another.
    void lineChanged();
    void modelsChanged();
    void modelChanged();
    void promptRequestChanged();
    void promptChanged();
    void maskChanged();
    void selectionChanged();
    void stepChanged();
    void baselineChanged();
    void maskedChanged();
    void shownTraceChanged();
    void attentionChanged();
    void scoresChanged();
    void activityChanged();
    /// @p engineDied: restartEngine() can help.
    void problemRaised(const QString &text, bool engineDied);
    void problemSolved();
    /// The line to an engine on another machine broke. It is tried again after @p seconds, or at once by restartEngine().
    void lineBroke(const QString &cause, int seconds);
    /// Something that the user should know, but that is no problem.
    void noteRaised(const QString &text);

private:
    void connectEngine();
    void connectParts();
    void compose();
    void promptComposed();
    void forgetPrompt();
    void answerUnderMask();
    GenerationRequest generationRequest(const Intervention &mask) const;
    void showTrace();
    /// So that there is something to see, unless somebody has chosen.
    void selectBest();
    void lookAtAttention();
    void setScores(std::shared_ptr<const ScoreMap> scores, bool enough = false);
    void forgetModel(const ModelInfo &next);
    void restorePrompt();
    void restoreHeads();
    void connectStudies();
    void showRun(const OpenedRun &run);
    void showGrowth(const OpenedRun &run);
    void openModelOf(const ModelInfo &model);
    void openBestDetection();
    void open(const QString &name, bool withMap);
    /// And says why.
    bool refusesRun();
    /// And says why.
    bool refusesHead(HeadId id);
    void raise(const EngineError &error);
    void setModel(const ModelInfo &model, const ChosenFrame &frame);
    void openingEnded(RequestId id);
    void engineDied(const QString &cause, bool mayPass);
    void engineHeard();
    void startAgain();
    void startIfNeeded();
    void request(const QString &model);
    void noteProgress(const Progress &progress);
    void updateActivity();

    EngineClient m_client;
    Library m_library;
    Answering m_baseline;
    Answering m_masked;
    AttentionLens m_lens;
    Studies m_studies;
    Fetching m_fetching;
    MaskHistory m_masks;
    Prompting m_prompting;

    QString m_wantedModel; ///< as the user called it
    QString m_openedModel;
    QString m_device;
    std::optional<SavedSession> m_restoring; ///< while its model is on its way
    int m_restoredStep = -1; ///< to go to when the answer is there; -1: none
    std::shared_ptr<const ModelInfo> m_model;
    std::vector<CatalogModel> m_models;
    std::vector<HeadId> m_selection;
    int m_step = 0;
    bool m_baselineWanted = false;
    std::shared_ptr<const DecodeTrace> m_shownTrace;
    std::shared_ptr<const ScoreMap> m_scores;
    bool m_enough = false; ///< more samples would not change them
    bool m_opensModelsOfRuns = true;
    bool m_mapWanted = false; ///< of the run that is being opened
    std::optional<Progress> m_activity;
    TimeLeft m_timeLeft;
    RequestId m_openRequest = 0; ///< the last of m_opening
    QHash<RequestId, QString> m_opening; ///< models on their way, as the user called them
    bool m_engineHasModel = false; ///< m_model
    QTimer m_retry; ///< runs while a broken line waits to be tried again
    int m_nRetries = -1; ///< since the line was whole; negative: it never was
    bool m_studyWaits = false; ///< for a broken line
    std::optional<std::pair<StudyRequest, QString>> m_waitingStudy; ///< with its run, until the engine has its model again
};

} // namespace needlescope
