// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/engineclient.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>

namespace needlescope {

/// The study that runs or ran last and what it says; and the runs that the engine keeps.
class Studies : public QObject
{
    Q_OBJECT

public:
    explicit Studies(EngineClient *client, QObject *parent = nullptr);

    bool isRunning() const { return m_study != 0; }
    /// What is asked of the running study, or was of the last one.
    const std::optional<StudyRequest> &request() const { return m_request; }
    /// Of the running study, or of what was opened last; null: there is none.
    const std::shared_ptr<const StudySummary> &summary() const { return m_summary; }
    /// What was answered, without numbers of heads: of the study that runs or ran last, or of an opened detection in which nothing counted.
    const std::vector<SampleResult> &samples() const { return m_samples; }
    /// What samples() are about; an index of them is theirs.
    const std::vector<Needle> &needles() const { return m_needles; }
    const std::vector<RunInfo> &runs() const { return m_runs; }
    /// What opens again what is of @p origin, where it was read or kept; empty: nothing does.
    std::string runOf(const Provenance &origin) const;
    /// Whether others write the run that was opened last; it is looked at again and again then.
    bool isGrowing() const;
    /// The last plan() asked for; its failure is told by planFailed() only.
    RequestId planRequest() const { return m_plan; }
    /// Whether @p study would go on where the last one was stopped.
    bool continues(const StudyRequest &study) const;

    /// @p run is a path on the engine's machine; empty: the engine names it, and the same study of the same model continues it.
    void start(const StudyRequest &study, const QString &run = {});
    /// The last one, where it was stopped.
    void goOn();
    /// Whether the last one ended with its engine.
    bool wasInterrupted() const { return m_interrupted; }
    /// What the samples so far say stays, and they stay in the run.
    void stop();
    void plan(const StudyRequest &study);
    void refreshRuns();
    void forgetRuns();
    /// @p name is one of runs(), or a path on the engine's machine.
    void openRun(const QString &name);
    /// A file on this machine, which is sent to the engine's.
    void openRun(const QString &fileName, const QByteArray &content);
    /// What was shown is of no concern any more.
    void clear();

signals:
    void runningChanged(bool running);
    void progressed(const Progress &progress);
    void summaryChanged();
    void planned(const StudyPlan &plan);
    void planFailed(const QString &why);
    void runsChanged();
    void runOpened(const OpenedRun &run);
    /// What was opened last has more samples now, or is merged.
    void runGrew(const OpenedRun &run);

private:
    void connectStudy();
    void connectRuns();
    void end();
    void set(std::shared_ptr<const StudySummary> summary);
    void show(const OpenedRun &run);
    void follow(const OpenedRun &run);
    void lookAgain();
    void noteGrowth(const OpenedRun &run);
    void stopFollowing();
    void note(SampleResult sample);

    EngineClient *m_client;
    RequestId m_study = 0;
    RequestId m_plan = 0;
    RequestId m_run = 0;
    RequestId m_look = 0; ///< at what was opened last
    QString m_opened; ///< by openRun()
    std::string m_stamp; ///< OpenedRun::stamp of it
    bool m_grew = false; ///< since it was opened
    QTimer m_looking;
    QElapsedTimer m_asked;
    std::optional<StudyRequest> m_request;
    QString m_runWanted; ///< of m_request
    bool m_stopped = false; ///< it can be continued
    bool m_interrupted = false;
    std::shared_ptr<const StudySummary> m_summary;
    std::vector<SampleResult> m_samples;
    std::vector<Needle> m_needles;
    std::vector<RunInfo> m_runs;
};

} // namespace needlescope
