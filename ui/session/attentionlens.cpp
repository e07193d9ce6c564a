// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/attentionlens.h"

namespace needlescope {

AttentionLens::AttentionLens(EngineClient *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connect(client, &EngineClient::attentionReady, this, [this](RequestId id, const AttentionRows &rows) {
        if (id != m_request)
            return;
        m_request = 0;
        set(std::make_shared<const AttentionRows>(rows));
    });
    connect(client, &EngineClient::failed, this, [this](RequestId id) {
        if (id == m_request)
            clear();
    });
}

void AttentionLens::lookAt(const AttentionRequest &target)
{
    if (target.traceId == m_target.traceId && target.step == m_target.step && target.heads == m_target.heads)
        return;
    m_target = target;
    if (m_request != 0)
        m_client->cancel(std::exchange(m_request, 0));
    if (target.traceId == 0 || target.heads.empty())
        set(nullptr);
    else
        m_request = m_client->attention(target);
}

void AttentionLens::set(std::shared_ptr<const AttentionRows> rows)
{
    if (!rows && !m_rows)
        return;
    m_rows = std::move(rows);
    emit changed();
}

} // namespace needlescope
