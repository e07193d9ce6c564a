// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "service/requestqueue.h"

#include <functional>
#include <memory>
#include <thread>

namespace needlescope {

class Workbench;

/// Carries out the requests of api/message.h, one after the other on a thread of its own.
class Service
{
public:
    /// Called from the service's thread and from the thread of submit(), possibly at the same time.
    using Send = std::function<void(const Message &reply)>;

    explicit Service(Send send);
    /// Stops running work and waits for it.
    ~Service();

    /// Returns at once; replies come through Send.
    void submit(Message request);

private:
    void cancel(const Message &request);
    void work();
    void carryOut(RequestQueue::Item item);
    nlohmann::json perform(const Message &request, const std::stop_token &stop);
    nlohmann::json detect(const Message &request, const std::stop_token &stop);

    const Send m_send;
    RequestQueue m_queue;
    std::unique_ptr<Workbench> m_bench;
    std::thread m_worker;
};

} // namespace needlescope
