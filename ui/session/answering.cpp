// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/answering.h"

namespace needlescope {

Answering::Answering(EngineClient *client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    connect(client, &EngineClient::tokenDecoded, this, [this](RequestId id, const DecodedToken &token) {
        if (id != m_request)
            return;
        Answer grown = *m_answer;
        grown.tokens.push_back(token);
        set(std::move(grown));
    });
    connect(client, &EngineClient::generated, this, [this](RequestId id, const DecodeTrace &trace) {
        if (id != m_request)
            return;
        m_request = 0;
        set({trace.tokens, std::make_shared<const DecodeTrace>(trace), false});
    });
    connect(client, &EngineClient::failed, this, [this](RequestId id) {
        if (id != m_request)
            return;
        m_request = 0;
        set({m_answer->tokens, nullptr, false});
    });
}

void Answering::start(const GenerationRequest &request)
{
    cancelRunning();
    m_request = m_client->generate(request);
    set({{}, nullptr, true});
}

void Answering::stop()
{
    if (m_request == 0)
        return;
    cancelRunning();
    set({m_answer->tokens, nullptr, false});
}

void Answering::clear()
{
    cancelRunning();
    set({});
}

void Answering::cancelRunning()
{
    if (m_request != 0)
        m_client->cancel(std::exchange(m_request, 0));
}

void Answering::set(Answer answer)
{
    m_answer = std::make_shared<const Answer>(std::move(answer));
    emit changed();
}

} // namespace needlescope
