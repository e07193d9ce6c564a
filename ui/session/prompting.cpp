// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/prompting.h"

namespace needlescope {

Prompting::Prompting(EngineClient *client, const Library *library, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_library(library)
{
    connect(client, &EngineClient::composed, this, [this](RequestId id, const Prompt &prompt) {
        if (id != m_composition)
            return;
        m_composition = 0;
        m_prompt = std::make_shared<const Prompt>(prompt);
        m_current = true;
        emit composed();
    });
    connect(client, &EngineClient::failed, this, [this](RequestId id) {
        if (id == m_composition)
            m_composition = 0;
    });
}

void Prompting::setRequest(PromptRequest request)
{
    if (request.haystack.text.empty())
        request.haystack = request.haystack.name == m_request.haystack.name
            ? m_request.haystack
            : m_library->haystack(QString::fromStdString(request.haystack.name));
    m_request = std::move(request);
    m_current = false;
    emit requestChanged();
}

void Prompting::setModelFrame(const ChosenFrame &frame)
{
    const bool isModels = m_request.frame == m_modelFrame.frame;
    m_modelFrame = frame;
    if (!isModels || m_request.frame == frame.frame)
        return;
    m_request.frame = frame.frame;
    m_current = false;
    emit requestChanged();
}

void Prompting::compose()
{
    stop();
    m_composition = m_client->compose(m_request);
}

void Prompting::stop()
{
    if (m_composition != 0)
        m_client->cancel(std::exchange(m_composition, 0));
}

void Prompting::forget()
{
    stop();
    m_prompt.reset();
}

} // namespace needlescope
