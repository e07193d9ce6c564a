// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/requestqueue.h"

#include <algorithm>
#include <utility>

namespace needlescope {

void RequestQueue::push(Message request)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_waiting.push_back({std::move(request), std::stop_source()});
    }
    m_changed.notify_one();
}

std::optional<RequestQueue::Item> RequestQueue::pop()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_closed || !m_waiting.empty(); });
    return take(m_waiting.begin());
}

std::optional<RequestQueue::Item> RequestQueue::tryPop(const std::string &except)
{
    const std::lock_guard lock(m_mutex);
    return take(std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Item &item) { return item.request.type != except; }));
}

std::optional<RequestQueue::Item> RequestQueue::take(std::deque<Item>::iterator item)
{
    if (m_closed || item == m_waiting.end())
        return {};
    Item taken = std::move(*item);
    m_waiting.erase(item);
    m_running.emplace(taken.request.id, taken.stop);
    return taken;
}

void RequestQueue::finish(std::int64_t id)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_running.find(id); found != m_running.end())
        m_running.erase(found);
}

bool RequestQueue::cancel(std::int64_t id)
{
    const std::lock_guard lock(m_mutex);
    const auto [first, last] = m_running.equal_range(id);
    std::for_each(first, last, [](auto &running) { running.second.request_stop(); });
    return std::erase_if(m_waiting, [&](const Item &item) { return item.request.id == id; }) > 0;
}

void RequestQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_waiting.clear();
        for (auto &[id, stop] : m_running)
            stop.request_stop();
    }
    m_changed.notify_all();
}

} // namespace needlescope
