// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/fetch.h"
#include "engineclient/engineclient.h"

#include <optional>

namespace needlescope {

/// A model on its way from the Hugging Face hub to the engine's machine: first what it takes, then the fetch.
class Fetching : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Planning, Planned, Running };

    explicit Fetching(EngineClient *client, QObject *parent = nullptr);

    State state() const { return m_state; }
    /// What the model that was asked for last takes; nothing before the hub has answered.
    const std::optional<FetchPlan> &plan() const { return m_plan; }
    /// Of the running fetch, in bytes.
    const std::optional<Progress> &progress() const { return m_progress; }
    /// Why the last request failed; empty: it did not.
    const QString &problem() const { return m_problem; }
    /// Whether a request of the client is one of these, whose progress and failure are told here only.
    bool isOurs(RequestId id) const { return id != 0 && id == m_request; }

    /// Asks what @p model takes: `org/name`, `org/name/file`, an address. Not while a fetch runs.
    void ask(const QString &model);
    /// Fetches what plan() says.
    void start();
    /// What has arrived stays, and start() continues it.
    void stop();

signals:
    void changed();
    /// @p model is a name that the engine opens.
    void fetched(const QString &model);

private:
    void enter(State state);
    void takeResult(const FetchPlan &plan);

    EngineClient *m_client;
    RequestId m_request = 0;
    State m_state = State::Idle;
    QString m_model; ///< as the user called it
    std::optional<FetchPlan> m_plan;
    std::optional<Progress> m_progress;
    QString m_problem;
};

} // namespace needlescope
