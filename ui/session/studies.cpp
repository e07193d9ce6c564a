// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/studies.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace needlescope {

namespace {

constexpr std::chrono::milliseconds lookInterval = std::chrono::seconds(2);

/// Of the time, looking at a run that grows takes at most one part in so many.
constexpr int lookShare = 10;

} // namespace

Studies::Studies(EngineClient *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connectStudy();
    connectRuns();
    m_looking.setSingleShot(true);
    connect(&m_looking, &QTimer::timeout, this, &Studies::lookAgain);
}

void Studies::connectStudy()
{
    connect(m_client, &EngineClient::studyUpdated, this, [this](RequestId id, const StudyUpdate &update) {
        if (id != m_study)
            return;
        note(update.sample);
        if (update.summary.nSamples > 0) // else it says what it said before
            set(std::make_shared<const StudySummary>(update.summary));
        emit progressed(update.progress);
    });
    connect(m_client, &EngineClient::studied, this, [this](RequestId id, const StudySummary &summary) {
        if (id != m_study)
            return;
        set(std::make_shared<const StudySummary>(summary));
        end();
    });
    connect(m_client, &EngineClient::failed, this, [this](RequestId id) {
        if (id != m_study)
            return;
        m_stopped = true;
        m_interrupted = !m_client->isRunning();
        end();
    });
}

void Studies::connectRuns()
{
    connect(m_client, &EngineClient::planned, this, [this](RequestId id, const StudyPlan &plan) {
        if (id == m_plan)
            emit planned(plan);
    });
    connect(m_client, &EngineClient::runsListed, this, [this](RequestId, const std::vector<RunInfo> &runs) {
        m_runs = runs;
        emit runsChanged();
    });
    connect(m_client, &EngineClient::runOpened, this, [this](RequestId id, const OpenedRun &run) {
        if (id == m_look)
            return noteGrowth(run);
        if (id != m_run)
            return;
        m_run = 0;
        if (!isRunning()) {
            show(run);
            follow(run);
        }
        emit runOpened(run);
    });
    connect(m_client, &EngineClient::failed, this, [this](RequestId id, const QString &why) {
        if (id == m_plan)
            emit planFailed(why);
        else if (id == m_look)
            stopFollowing();
    });
}

bool Studies::isGrowing() const
{
    return !m_stamp.empty() && (m_grew || m_summary->provenance.shards > 0);
}

void Studies::show(const OpenedRun &run)
{
    m_samples = run.samples;
    m_needles = run.header.request.tasks.needles;
    set(std::make_shared<const StudySummary>(run.summary));
}

/// Until it is whole; nobody tells whether another program still writes it.
void Studies::follow(const OpenedRun &run)
{
    m_stamp = run.stamp;
    const std::chrono::milliseconds took(m_asked.elapsed());
    if (!m_stamp.empty())
        m_looking.start(std::max(lookInterval, lookShare * took));
}

void Studies::lookAgain()
{
    if (!m_client->isRunning())
        return stopFollowing();
    m_asked.start();
    m_look = m_client->run(m_opened, m_stamp);
}

void Studies::noteGrowth(const OpenedRun &run)
{
    m_look = 0;
    follow(run);
    if (run.unchanged)
        return;
    m_grew = true;
    show(run);
    const std::string file = std::filesystem::path(run.summary.provenance.source).filename().string();
    for (RunInfo &listed : m_runs) {
        if (listed.name == file)
            listed.nSamples = run.summary.nSamples;
    }
    emit runsChanged();
    emit runGrew(run);
}

void Studies::stopFollowing()
{
    m_looking.stop();
    m_look = 0;
    m_stamp.clear();
    m_grew = false;
}

std::string Studies::runOf(const Provenance &origin) const
{
    if (!origin.source.empty())
        return origin.source;
    if (!m_runWanted.isEmpty() && m_summary && m_summary->provenance.created == origin.created)
        return m_runWanted.toStdString();
    const auto kept = std::find_if(m_runs.begin(), m_runs.end(),
        [&origin](const RunInfo &run) { return run.modelHash == origin.modelHash && run.created == origin.created; });
    return kept == m_runs.end() ? std::string() : kept->name;
}

bool Studies::continues(const StudyRequest &study) const
{
    return m_stopped && m_request && nlohmann::json(study) == nlohmann::json(*m_request);
}

void Studies::start(const StudyRequest &study, const QString &run)
{
    if (isRunning())
        return;
    stopFollowing();
    m_request = study;
    m_runWanted = run;
    m_stopped = false;
    m_interrupted = false;
    m_samples.clear();
    m_needles = study.tasks.needles;
    m_study = m_client->study(study, run.isEmpty() ? QStringLiteral("auto") : run);
    emit runningChanged(true);
}

void Studies::goOn()
{
    if (!m_stopped || !m_request)
        return;
    const StudyRequest study = *m_request;
    start(study, QString(m_runWanted));
}

void Studies::stop()
{
    if (!isRunning())
        return;
    m_client->cancel(m_study);
    m_stopped = true;
    end();
}

void Studies::plan(const StudyRequest &study)
{
    m_plan = m_client->plan(study);
}

void Studies::refreshRuns()
{
    m_client->runs();
}

void Studies::forgetRuns()
{
    m_runs.clear();
    emit runsChanged();
}

void Studies::openRun(const QString &name)
{
    stopFollowing();
    m_opened = name;
    m_asked.start();
    m_run = m_client->run(name);
}

void Studies::openRun(const QString &fileName, const QByteArray &content)
{
    m_run = m_client->run(fileName, content);
}

void Studies::clear()
{
    stop();
    stopFollowing();
    m_request.reset();
    m_stopped = false;
    m_interrupted = false;
    m_run = 0;
    m_samples.clear();
    m_needles.clear();
    set(nullptr);
}

void Studies::end()
{
    m_study = 0;
    emit runningChanged(false);
    if (m_client->isRunning())
        refreshRuns();
}

/// Numbers of heads are large, and in the summary.
void Studies::note(SampleResult sample)
{
    sample.heads.clear();
    m_samples.push_back(std::move(sample));
}

void Studies::set(std::shared_ptr<const StudySummary> summary)
{
    m_summary = std::move(summary);
    emit summaryChanged();
}

} // namespace needlescope
