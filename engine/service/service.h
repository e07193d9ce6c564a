// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/work.h"
#include "confinement/writablefolders.h"
#include "service/confining.h"
#include "service/requestqueue.h"

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace needlescope {

class FetchProcess;
class Workbench;

/// Carries out the requests of api/message.h, one after the other on a thread of its own; fetches likewise on another.
class Service
{
public:
    /// Called from the service's threads and from the thread of submit(), possibly at the same time.
    using Send = std::function<void(const Message &reply)>;

    /// Says hello first. Threads start with the first hello that is submitted, and what @p confining says is given up before that.
    Service(Send send, Confining confining);
    /// Stops running work and waits for it.
    ~Service();

    /// Returns at once; replies come through Send. From one thread. Throws EngineError where the first request is no hello, or that of
    /// another protocol.
    void submit(Message request);

private:
    void greet(const Hello &hello);
    void confine(const Hello &hello);
    void cancel(const Message &request);
    void work(RequestQueue &queue);
    void carryOut(RequestQueue &queue, RequestQueue::Item item);
    nlohmann::json perform(const Message &request, const std::stop_token &stop);
    nlohmann::json study(const Message &request, Work work);

    const Send m_send;
    const Confining m_confining;
    RequestQueue m_queue;
    RequestQueue m_fetchQueue; ///< the network's pace is its own
    std::unique_ptr<Workbench> m_bench;
    std::unique_ptr<FetchProcess> m_fetchProcess; ///< null: fetches are carried out here
    std::optional<WritableFolders> m_folders; ///< of a confined engine
    std::thread m_worker;
    std::thread m_fetcher;
};

} // namespace needlescope
