// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/fetching.h"

namespace needlescope {

Fetching::Fetching(EngineClient *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connect(m_client, &EngineClient::fetched, this, [this](RequestId id, const FetchPlan &plan) {
        if (isOurs(id))
            takeResult(plan);
    });
    connect(m_client, &EngineClient::progressed, this, [this](RequestId id, const Progress &progress) {
        if (!isOurs(id))
            return;
        m_progress = progress;
        emit changed();
    });
    connect(m_client, &EngineClient::failed, this, [this](RequestId id, const QString &message) {
        if (!isOurs(id))
            return;
        m_problem = message;
        enter(m_state == State::Running ? State::Planned : State::Idle);
    });
    connect(m_client, &EngineClient::cancelled, this, [this](RequestId id) {
        if (isOurs(id) && m_state == State::Running)
            ask(m_model); // less is left to get
    });
}

void Fetching::ask(const QString &model)
{
    m_client->cancel(m_request);
    m_model = model.trimmed();
    m_plan.reset();
    m_problem.clear();
    m_request = m_client->fetch(m_model, true);
    enter(State::Planning);
}

void Fetching::start()
{
    if (m_state != State::Planned)
        return;
    m_problem.clear();
    m_request = m_client->fetch(m_model, false);
    enter(State::Running);
}

void Fetching::stop()
{
    m_client->cancel(m_request);
    if (m_state == State::Planning)
        enter(State::Idle);
}

void Fetching::takeResult(const FetchPlan &plan)
{
    if (m_state == State::Planning) {
        m_plan = plan;
        return enter(State::Planned);
    }
    m_plan.reset();
    enter(State::Idle);
    emit fetched(QString::fromStdString(plan.model));
}

void Fetching::enter(State state)
{
    m_state = state;
    m_progress.reset();
    emit changed();
}

} // namespace needlescope
