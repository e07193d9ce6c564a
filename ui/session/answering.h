// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engineclient/engineclient.h"

#include <memory>
#include <vector>

namespace needlescope {

/// An answer on its way or finished.
struct Answer
{
    std::vector<DecodedToken> tokens; ///< those that have come
    std::shared_ptr<const DecodeTrace> trace; ///< null until it is finished
    bool running = false;
};

/// One answer and the generation that makes it. A new start cancels the one that runs.
class Answering : public QObject
{
    Q_OBJECT

public:
    explicit Answering(EngineClient *client, QObject *parent = nullptr);

    const std::shared_ptr<const Answer> &answer() const { return m_answer; } ///< never null
    void start(const GenerationRequest &request);
    /// What has come stays.
    void stop();
    void clear();

signals:
    void changed();

private:
    void cancelRunning();
    void set(Answer answer);

    EngineClient *m_client;
    RequestId m_request = 0;
    std::shared_ptr<const Answer> m_answer = std::make_shared<const Answer>();
};

} // namespace needlescope
