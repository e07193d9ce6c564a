// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/message.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

namespace needlescope {

/// Requests on their way from the reader's thread to the worker's, each with its stop token. Any thread may call anything.
class RequestQueue
{
public:
    struct Item
    {
        Message request;
        std::stop_source stop;
    };

    void push(Message request);

    /// Waits for a request; nothing after close().
    std::optional<Item> pop();

    /// The first waiting request that is not of type @p except, if there is one. Does not wait.
    std::optional<Item> tryPop(const std::string &except);

    /// The worker is done with a request that it popped.
    void finish(std::int64_t id);

    /// Fires the stop token of a request that is being carried out. A waiting one is taken out: true.
    bool cancel(std::int64_t id);

    /// Fires all stop tokens and drops what waits.
    void close();

private:
    std::optional<Item> take(std::deque<Item>::iterator item);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Item> m_waiting;
    std::multimap<std::int64_t, std::stop_source> m_running; ///< by the id of the request
    bool m_closed = false;
};

} // namespace needlescope
