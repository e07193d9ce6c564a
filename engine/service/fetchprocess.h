// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/message.h"
#include "api/work.h"

#include <optional>

namespace needlescope {

/// The one that a confined engine leaves to get models from the hub: a child that has the network, writes in the hub's cache only, and
/// never opens a model. It knows nothing of what the engine has read, and ends with it.
class FetchProcess
{
public:
    /// Forks, so nobody may be at work in another thread. Throws EngineError.
    FetchProcess();
    ~FetchProcess();
    FetchProcess(const FetchProcess &) = delete;
    FetchProcess &operator=(const FetchProcess &) = delete;

    /// Has the child carry out a request `fetch` and returns its result. For one thread. Throws EngineError and Cancelled.
    nlohmann::json fetch(const Message &request, const Work &work);

private:
    void write(const Message &message);
    /// Waits for a tenth of a second; an empty one where nothing came.
    std::optional<Message> read();

    int m_socket = -1;
    FrameReader m_reader;
};

} // namespace needlescope
