// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workers.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <chrono>

namespace needlescope {

namespace {

/// Longer than what one thread does alone between two loops of a step.
constexpr std::chrono::microseconds awake(200);

/// Waits awake until @p ready, which may take too long: then it gives up and returns false.
template <typename Ready>
bool waitAwake(Ready ready)
{
    const auto end = std::chrono::steady_clock::now() + awake;
    while (std::chrono::steady_clock::now() < end) {
        for (int i = 0; i < 64; ++i) {
            if (ready())
                return true;
            hwy::Pause();
        }
    }
    return false;
}

} // namespace

Workers::Workers(int count)
{
    for (int thread = 1; thread < count; ++thread)
        m_threads.emplace_back([this, thread] { help(static_cast<std::size_t>(thread)); });
}

Workers::~Workers()
{
    m_stop = true;
    ++m_loops;
    m_loops.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

void Workers::share(std::size_t nItems, const Work &work)
{
    if (nItems <= 1 || m_threads.empty()) {
        for (std::size_t item = 0; item < nItems; ++item)
            work(item, 0);
        return;
    }
    const std::lock_guard lock(m_oneLoop);
    m_work = &work;
    m_nItems = static_cast<std::int64_t>(nItems);
    m_unfinished = m_nItems;
    m_left = m_nItems; // whoever takes an item sees what was written before
    ++m_loops;
    m_loops.notify_all();
    while (runItem(0)) { }
    while (!waitAwake([this] { return m_unfinished == 0; }))
        std::this_thread::yield();
}

void Workers::help(std::size_t thread)
{
    for (;;) {
        const std::uint32_t seen = m_loops;
        while (runItem(thread)) { }
        if (m_stop)
            return;
        if (!waitAwake([&] { return m_loops.load(std::memory_order_relaxed) != seen; }))
            m_loops.wait(seen);
    }
}

/// A thread may come when a loop is over and the next one begins: it has an item only of the loop that cannot end without it.
bool Workers::runItem(std::size_t thread)
{
    if (m_left.load(std::memory_order_relaxed) <= 0)
        return false;
    const std::int64_t left = m_left--;
    if (left <= 0)
        return false;
    (*m_work)(static_cast<std::size_t>(m_nItems - left), thread);
    --m_unfinished;
    return true;
}

} // namespace needlescope
