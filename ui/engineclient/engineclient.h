// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"
#include "api/confinement.h"
#include "api/fetch.h"
#include "api/generation.h"
#include "api/message.h"
#include "api/modelinfo.h"
#include "api/prompt.h"
#include "api/replies.h"
#include "api/study.h"
#include "engineclient/enginecommand.h"
#include "engineclient/sshfailure.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

namespace needlescope {

using RequestId = std::int64_t;

/// The window's end of the engine process. Requests return at once with their id; what comes of them arrives as signals that carry it.
/// Every request ends in exactly one of its result, failed() or cancelled(). Replies to ids that are not pending are dropped. Both sides
/// say hello first; an engine of another protocol is told of as one that died.
class EngineClient : public QObject
{
    Q_OBJECT

public:
    explicit EngineClient(EngineCommand command, QObject *parent = nullptr);
    /// Gives the engine a second to leave: its stdin is closed, then it is terminated, then killed.
    ~EngineClient() override;

    const EngineCommand &command() const { return m_command; }
    bool isRunning() const { return m_process != nullptr; }
    /// Whether the engine that runs has said hello.
    bool isHeard() const { return m_greeted; }
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

    /// What the engine that runs has given up; nothing before it said so.
    const Confinement &confinement() const { return m_confinement; }
    /// Whether the engine that runs may write a run in @p folder of its machine, which ends with a slash, or was told to let it.
    bool mayWriteIn(const QString &folder) const;
    /// From the next start on.
    void letWriteIn(const QString &folder) { m_folders.append(folder); }

    void start();
    /// Leaves the old process to its end and starts a new one. Pending requests end as failed.
    void restart();

    /// Another engine from now on, which start() starts; what was asked of the one before ends as failed.
    void setCommand(EngineCommand command);

    /// Leaves the process to its end; nothing more is told of pending requests. For a client that goes while the program stays.
    void leave();

    RequestId open(const QString &model, const QString &device = QString());
    RequestId models();
    /// @p planOnly: only what it would take.
    RequestId fetch(const QString &model, bool planOnly);
    RequestId compose(const PromptRequest &request);
    RequestId generate(const GenerationRequest &request);
    RequestId attention(const AttentionRequest &request);
    /// @p run as in `api/message.h`: a name, "auto", or empty.
    RequestId study(const StudyRequest &request, const QString &run);
    RequestId plan(const StudyRequest &request);
    RequestId runs();
    /// @p known as in `api/message.h`: OpenedRun::stamp of what is known of it.
    RequestId run(const QString &name, const std::string &known = {});

    /// Of a file on this machine, which is sent.
    RequestId run(const QString &fileName, const QByteArray &content);
    /// From now on nothing but cancelled() (or failed(), if the engine dies) is told of @p id; or opened(), where the engine has that model
    /// already.
    void cancel(RequestId id);

signals:
    /// @p frame is what the model's chat template makes of needle prompts.
    void opened(RequestId id, const ModelInfo &model, const ChosenFrame &frame);
    void modelsListed(RequestId id, const std::vector<CatalogModel> &models);
    void fetched(RequestId id, const FetchPlan &plan);
    void composed(RequestId id, const Prompt &prompt);
    void tokenDecoded(RequestId id, const DecodedToken &token);
    void generated(RequestId id, const DecodeTrace &trace);
    void attentionReady(RequestId id, const AttentionRows &rows);
    void studyUpdated(RequestId id, const StudyUpdate &update);
    void studied(RequestId id, const StudySummary &summary);
    void planned(RequestId id, const StudyPlan &plan);
    void runsListed(RequestId id, const std::vector<RunInfo> &runs);
    void runOpened(RequestId id, const OpenedRun &run);
    void progressed(RequestId id, const Progress &progress);
    /// isRunning() is false in this signal where the engine's death is the cause.
    void failed(RequestId id, const QString &message);
    void cancelled(RequestId id);
    /// The engine said hello.
    void greeted();
    /// The process could not start, ended, or spoke garbage; told once, after the pending requests have failed. @p mayPass: it is the line
    /// to another machine, and another start may find it whole.
    void died(const QString &cause, bool mayPass);

private:
    enum class Kind { Open, Models, Fetch, Compose, Generate, Attention, Study, Plan, Runs, Run, Cancel, Ping };
    struct Pending
    {
        Kind kind;
        bool cancelRequested = false;
    };

    RequestId send(Kind kind, const char *type, nlohmann::json body);
    void write(const Message &message);
    void readFrames();
    /// Throws EngineError unless the engine's first message is a hello of this protocol.
    void greet(const Message &message);
    void dispatch(const Message &message);
    void dispatchResult(RequestId id, Kind kind, const nlohmann::json &body);
    void processEnded(int exitCode, QProcess::ExitStatus status);
    void processFailed(QProcess::ProcessError error);
    /// What is behind the words that a command says before its first frame.
    QByteArray withoutOpening(const QByteArray &bytes);
    SshStage stage() const;
    void giveUp(const QString &cause, bool mayPass = false);
    void failPending(const QString &cause);
    void releaseProcess();
    QString lastWords() const;

    EngineCommand m_command;
    QProcess *m_process = nullptr; ///< null: not running
    FrameReader m_reader;
    QByteArray m_standardError; ///< its tail
    QByteArray m_noise; ///< what came before the command's opening
    bool m_opened = false; ///< the command's opening has come
    Confinement m_confinement;
    QStringList m_folders; ///< to write in, besides its own
    bool m_greeted = false; ///< by this process
    QTimer m_pulse; ///< tells a far engine that the window is there
    QHash<RequestId, Pending> m_pending;
    RequestId m_lastId = 0;
};

} // namespace needlescope
