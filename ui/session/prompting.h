// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/engineclient.h"
#include "session/library.h"

#include <memory>

namespace needlescope {

/// The prompt: what it is made of, the frame that it stands in, and what the engine composed of it. A new composition cancels the one that
/// runs.
class Prompting : public QObject
{
    Q_OBJECT

public:
    Prompting(EngineClient *client, const Library *library, QObject *parent = nullptr);

    const PromptRequest &request() const { return m_request; }
    /// Null until the engine has composed it.
    const std::shared_ptr<const Prompt> &prompt() const { return m_prompt; }
    /// What the open model's chat template makes of needle prompts; the base prompt where it has none.
    const ChosenFrame &modelFrame() const { return m_modelFrame; }
    bool isComposing() const { return m_composition != 0; }
    /// Whether prompt() is what request() asks for.
    bool isCurrent() const { return m_prompt && m_current; }

    /// An empty haystack text stands for the shipped haystack of that name. Throws EngineError.
    void setRequest(PromptRequest request);
    /// The frame is taken over unless somebody has chosen another one.
    void setModelFrame(const ChosenFrame &frame);
    void compose();
    void stop();
    void forget();

signals:
    void requestChanged();
    void composed();

private:
    EngineClient *m_client;
    const Library *m_library;
    PromptRequest m_request;
    ChosenFrame m_modelFrame;
    std::shared_ptr<const Prompt> m_prompt;
    bool m_current = false;
    RequestId m_composition = 0;
};

} // namespace needlescope
