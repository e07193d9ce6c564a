// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/detection.h"

namespace needlescope {

Detection::Detection(EngineClient *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connect(client, &EngineClient::studyUpdated, this, [this](RequestId id, const StudyUpdate &update) {
        if (id != m_request)
            return;
        emit mapChanged(std::make_shared<const ScoreMap>(update.map));
        emit progressed(update.progress);
    });
    connect(client, &EngineClient::detected, this, [this](RequestId id, const ScoreMap &map) {
        if (id != m_request)
            return;
        emit mapChanged(std::make_shared<const ScoreMap>(map));
        end();
    });
    connect(client, &EngineClient::failed, this, [this](RequestId id) {
        if (id == m_request)
            end();
    });
}

void Detection::start(const StudyRequest &study, const QString &runFile)
{
    if (isRunning())
        return;
    m_request = m_client->detect(study, runFile);
    emit runningChanged(true);
}

void Detection::stop()
{
    if (!isRunning())
        return;
    m_client->cancel(m_request);
    end();
}

void Detection::end()
{
    m_request = 0;
    emit runningChanged(false);
}

} // namespace needlescope
