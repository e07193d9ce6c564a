// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/engineclient.h"

#include "language/enginetext.h"
#include "language/telling.h"

#include <QProcessEnvironment>

#include <algorithm>
#include <chrono>

namespace needlescope {

namespace {

constexpr int keptStandardError = 4096; ///< bytes
constexpr int keptNoise = 1 << 16; ///< bytes
constexpr int lineBroken = 255; ///< ssh's exit code
constexpr int silenceSeconds = 20; ///< without a word from here, an engine on another machine ends
constexpr std::chrono::seconds pulse{5};
constexpr int patienceMs = 300; ///< for each of: leave by yourself, terminate, kill

/// OpenMP reads its policy when a program starts. Threads that spin while they wait take the cores from those that compute.
QProcessEnvironment engineEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    const QString policy = QStringLiteral("OMP_WAIT_POLICY");
    if (!environment.contains(policy))
        environment.insert(policy, QStringLiteral("PASSIVE"));
    environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force")); // or ssh would ask on a terminal nobody looks at
    return environment;
}

/// An engine's error body as a sentence; older ones send the message alone.
Sentence sentenceOf(const nlohmann::json &error)
{
    return error.contains("pattern") ? error.get<Sentence>() : Sentence::verbatim(error.value("message", std::string()));
}

EngineError unreadable(const std::exception &cause)
{
    return EngineError(
        "A reply of the engine could not be read ({}): window and engine are of different versions; install both from one package.",
        cause.what());
}

/// Three steps to the end of a process without waiting for any of them.
void dismiss(QProcess *process)
{
    process->disconnect();
    process->setParent(nullptr);
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->closeWriteChannel();
    QTimer::singleShot(patienceMs, process, &QProcess::terminate);
    QTimer::singleShot(2 * patienceMs, process, &QProcess::kill);
    if (process->state() == QProcess::NotRunning)
        process->deleteLater();
}

} // namespace

EngineClient::EngineClient(EngineCommand command, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
{
    m_pulse.setInterval(pulse);
    connect(&m_pulse, &QTimer::timeout, this, [this] { send(Kind::Ping, "ping", nlohmann::json::object()); });
}

EngineClient::~EngineClient()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->closeWriteChannel();
    if (!m_process->waitForFinished(patienceMs)) {
        m_process->terminate();
        if (!m_process->waitForFinished(patienceMs)) {
            m_process->kill();
            m_process->waitForFinished(patienceMs);
        }
    }
}

void EngineClient::start()
{
    Q_ASSERT(!m_process);
    m_reader = FrameReader();
    m_noise.clear();
    m_opened = m_command.opening.isEmpty();
    m_greeted = false;
    m_confinement = {};
    m_standardError.clear();
    m_process = new QProcess(this);
    connect(m_process, &QProcess::readyReadStandardOutput, this, &EngineClient::readFrames);
    connect(m_process, &QProcess::readyReadStandardError, this, [this] {
        m_standardError += m_process->readAllStandardError();
        m_standardError = m_standardError.right(keptStandardError);
    });
    connect(m_process, &QProcess::finished, this, &EngineClient::processEnded);
    // Queued, so that a program that cannot start is told of after the call, as every other death is.
    connect(m_process, &QProcess::errorOccurred, this, &EngineClient::processFailed, Qt::QueuedConnection);
    m_process->setProcessEnvironment(engineEnvironment());
    m_process->start(m_command.program, m_command.arguments);
    Hello hello{"Needlescope " NEEDLESCOPE_VERSION, protocolVersion, m_command.isRemote() ? silenceSeconds : 0};
    for (const QString &folder : m_folders)
        hello.folders.push_back(folder.toStdString());
    write({0, "hello", hello});
}

bool EngineClient::mayWriteIn(const QString &folder) const
{
    const auto holds = [&folder](const std::string &path) { return folder.startsWith(QString::fromStdString(path) + QLatin1Char('/')); };
    return m_confinement.writesAnywhere || m_folders.contains(folder)
        || std::any_of(m_confinement.folders.begin(), m_confinement.folders.end(), holds);
}

void EngineClient::restart()
{
    releaseProcess();
    failPending(told([] { return tr("The engine was restarted."); }));
    start();
}

void EngineClient::setCommand(EngineCommand command)
{
    releaseProcess();
    failPending(told([] { return tr("Another engine was chosen."); }));
    m_command = std::move(command);
    m_folders.clear();
}

RequestId EngineClient::open(const QString &model, const QString &device)
{
    return send(Kind::Open, "open", {{"model", model.toStdString()}, {"device", device.toStdString()}});
}

RequestId EngineClient::models()
{
    return send(Kind::Models, "models", nlohmann::json::object());
}

RequestId EngineClient::fetch(const QString &model, bool planOnly)
{
    return send(Kind::Fetch, "fetch", {{"model", model.toStdString()}, {"planOnly", planOnly}});
}

RequestId EngineClient::compose(const PromptRequest &request)
{
    return send(Kind::Compose, "compose", request);
}

RequestId EngineClient::generate(const GenerationRequest &request)
{
    return send(Kind::Generate, "generate", request);
}

RequestId EngineClient::attention(const AttentionRequest &request)
{
    return send(Kind::Attention, "attention", request);
}

RequestId EngineClient::study(const StudyRequest &request, const QString &run)
{
    return send(Kind::Study, "study", {{"study", request}, {"run", run.toStdString()}});
}

RequestId EngineClient::plan(const StudyRequest &request)
{
    return send(Kind::Plan, "plan", request);
}

RequestId EngineClient::runs()
{
    return send(Kind::Runs, "runs", nlohmann::json::object());
}

RequestId EngineClient::run(const QString &name, const std::string &known)
{
    return send(Kind::Run, "run", {{"run", name.toStdString()}, {"known", known}});
}

RequestId EngineClient::run(const QString &fileName, const QByteArray &content)
{
    return send(Kind::Run, "run",
        {{"run", fileName.toStdString()}, {"content", nlohmann::json::binary(std::vector<std::uint8_t>(content.begin(), content.end()))}});
}

void EngineClient::cancel(RequestId id)
{
    const auto pending = m_pending.find(id);
    if (pending == m_pending.end() || pending->cancelRequested)
        return;
    pending->cancelRequested = true;
    send(Kind::Cancel, "cancel", {{"request", id}});
}

RequestId EngineClient::send(Kind kind, const char *type, nlohmann::json body)
{
    const RequestId id = ++m_lastId;
    m_pending.insert(id, {kind});
    if (!m_process) {
        // The caller learns its id first.
        QTimer::singleShot(0, this, [this, id] {
            if (m_pending.remove(id) > 0)
                emit failed(id, told([] { return tr("The engine is not running."); }));
        });
        return id;
    }
    write({id, type, std::move(body)});
    return id;
}

void EngineClient::write(const Message &message)
{
    const auto frame = encodeFrame(message);
    m_process->write(reinterpret_cast<const char *>(frame.data()), static_cast<qint64>(frame.size()));
}

void EngineClient::readFrames()
{
    const QByteArray bytes = withoutOpening(m_process->readAllStandardOutput());
    if (!m_process || bytes.isEmpty())
        return;
    try {
        m_reader.feed({reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
        while (const auto message = m_reader.next()) {
            if (m_greeted)
                dispatch(*message);
            else
                greet(*message);
        }
    } catch (const EngineError &error) {
        giveUp(engineText(error.sentence()));
    } catch (const nlohmann::json::exception &error) {
        giveUp(engineText(unreadable(error).sentence()));
    }
}

/// The shell of a far machine may greet before it does what it is told.
QByteArray EngineClient::withoutOpening(const QByteArray &bytes)
{
    if (m_opened)
        return bytes;
    m_noise += bytes;
    const auto at = m_noise.indexOf(m_command.opening);
    if (at >= 0) {
        m_opened = true;
        return m_noise.mid(at + m_command.opening.size());
    }
    if (m_noise.size() > keptNoise)
        giveUp(told([machine = m_command.machine] {
            return tr(
                "The shell on %1 writes and writes before it starts the engine; silence its start-up files where nobody is logged in.")
                .arg(machine);
        }));
    return {};
}

void EngineClient::greet(const Message &message)
{
    if (message.type != "hello")
        throw EngineError("The engine does not say hello, so it is of another version than this window; install both from one package.");
    const int protocol = message.body.value("protocol", 0);
    if (protocol != protocolVersion)
        throw EngineError("The engine speaks protocol {}, this window {}; install both from one package.", protocol, protocolVersion);
    m_greeted = true;
    const auto knows = message.body.value("knows", std::vector<std::string>());
    if (m_command.isRemote() && std::find(knows.begin(), knows.end(), "ping") != knows.end())
        m_pulse.start();
    emit greeted();
}

void EngineClient::dispatch(const Message &message)
{
    if (message.id == 0 && message.type == "error") // the engine says why it ends
        throw EngineError(sentenceOf(message.body));
    if (message.id == 0 && message.type == "confinement")
        m_confinement = message.body.get<Confinement>();
    const auto found = m_pending.constFind(message.id);
    if (found == m_pending.constEnd())
        return;
    const Pending pending = *found;
    const bool ends = message.type == "result" || message.type == "error" || message.type == "cancelled";
    if (ends)
        m_pending.erase(found);
    if (pending.kind == Kind::Cancel || pending.kind == Kind::Ping)
        return;
    const bool tookEffect = pending.kind == Kind::Open && message.type == "result"; // before the cancel came
    if ((pending.cancelRequested && !tookEffect) || message.type == "cancelled") {
        if (ends)
            emit cancelled(message.id);
        return;
    }
    try {
        if (message.type == "result")
            dispatchResult(message.id, pending.kind, message.body);
        else if (message.type == "error")
            emit failed(message.id, engineText(sentenceOf(message.body)));
        else if (message.type == "token")
            emit tokenDecoded(message.id, message.body.get<DecodedToken>());
        else if (message.type == "update")
            emit studyUpdated(message.id, message.body.get<StudyUpdate>());
        else if (message.type == "progress")
            emit progressed(message.id, message.body.get<Progress>());
    } catch (const std::exception &error) {
        if (ends)
            m_pending.insert(message.id, pending);
        throw unreadable(error);
    }
}

void EngineClient::dispatchResult(RequestId id, Kind kind, const nlohmann::json &body)
{
    switch (kind) {
    case Kind::Open:
        return emit opened(id, body.at("model").get<ModelInfo>(), body.at("prompt").get<ChosenFrame>());
    case Kind::Models:
        return emit modelsListed(id, body.at("models").get<std::vector<CatalogModel>>());
    case Kind::Fetch:
        return emit fetched(id, body.get<FetchPlan>());
    case Kind::Compose:
        return emit composed(id, body.get<Prompt>());
    case Kind::Generate:
        return emit generated(id, body.get<DecodeTrace>());
    case Kind::Attention:
        return emit attentionReady(id, body.get<AttentionRows>());
    case Kind::Study:
        return emit studied(id, body.get<StudySummary>());
    case Kind::Plan:
        return emit planned(id, body.get<StudyPlan>());
    case Kind::Runs:
        return emit runsListed(id, body.at("runs").get<std::vector<RunInfo>>());
    case Kind::Run:
        return emit runOpened(id, body.get<OpenedRun>());
    case Kind::Cancel:
    case Kind::Ping:
        return;
    }
}

void EngineClient::processEnded(int exitCode, QProcess::ExitStatus status)
{
    m_standardError += m_process->readAllStandardError();
    if (m_command.isRemote()) {
        const SshFailure failure = sshFailure(m_command.machine, stage(), status == QProcess::CrashExit ? lineBroken : exitCode,
            QString::fromUtf8(m_standardError), lastWords());
        return giveUp(failure.cause, failure.mayPass);
    }
    giveUp(told([crashed = status == QProcess::CrashExit, exitCode, words = lastWords()] {
        const QString how
            = crashed ? tr("The engine was ended by signal %1.").arg(exitCode) : tr("The engine ended with exit code %1.").arg(exitCode);
        return words.isEmpty() ? how : tr("%1 It said: %2").arg(how, words);
    }));
}

void EngineClient::processFailed(QProcess::ProcessError error)
{
    // Every other error is followed by finished().
    if (error != QProcess::FailedToStart || !m_process)
        return;
    if (m_command.isRemote())
        giveUp(sshMissing());
    else
        giveUp(told([command = m_command.toString(), why = m_process->errorString()] {
            return tr(
                "The engine '%1' could not be started (%2). Install needlescope-cli beside the window's program or name it with --engine.")
                .arg(command, why);
        }));
}

SshStage EngineClient::stage() const
{
    return m_greeted ? SshStage::Talking : m_opened ? SshStage::Starting : SshStage::Connecting;
}

void EngineClient::giveUp(const QString &cause, bool mayPass)
{
    releaseProcess();
    failPending(cause);
    emit died(cause, mayPass);
}

void EngineClient::failPending(const QString &cause)
{
    const auto pending = std::exchange(m_pending, {});
    for (auto it = pending.cbegin(); it != pending.cend(); ++it) {
        if (it->kind != Kind::Cancel && it->kind != Kind::Ping)
            emit failed(it.key(), cause);
    }
}

void EngineClient::leave()
{
    m_pending.clear();
    releaseProcess();
}

void EngineClient::releaseProcess()
{
    m_reader = FrameReader();
    m_greeted = false;
    m_pulse.stop();
    if (m_process)
        dismiss(std::exchange(m_process, nullptr));
}

QString EngineClient::lastWords() const
{
    constexpr int shownLines = 3;
    const QStringList lines = QString::fromUtf8(m_opened ? m_standardError : m_noise.right(keptStandardError) + m_standardError)
                                  .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (lines.isEmpty())
        return {};
    return lines.mid(qMax(qsizetype(0), lines.size() - shownLines)).join(QStringLiteral(" / "));
}

} // namespace needlescope
