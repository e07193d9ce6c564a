// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workers.h"

#include <hwy/cache_control.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <sched.h>

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

int usualThreads()
{
    if (const char *chosen = std::getenv("OMP_NUM_THREADS")) {
        if (const int threads = std::atoi(chosen); threads > 0)
            return threads;
    }
    cpu_set_t cores;
    return ::sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : static_cast<int>(std::thread::hardware_concurrency());
}

Workers::Workers(int count)
    : m_ranges(static_cast<std::size_t>(std::max(1, count)))
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
    m_unfinished = nItems;
    for (std::size_t i = 0; i < count(); ++i) {
        const std::size_t begin = nItems * i / count();
        const std::size_t end = nItems * (i + 1) / count();
        m_ranges[i].end = static_cast<std::int64_t>(end);
        m_ranges[i].left = static_cast<std::int64_t>(end - begin); // whoever takes an item sees what was written before
    }
    ++m_loops;
    m_loops.notify_all();
    runItems(0);
    while (!waitAwake([this] { return m_unfinished == 0; }))
        std::this_thread::yield();
}

void Workers::help(std::size_t thread)
{
    for (;;) {
        const std::uint32_t seen = m_loops;
        runItems(thread);
        if (m_stop)
            return;
        if (!waitAwake([&] { return m_loops.load(std::memory_order_relaxed) != seen; }))
            m_loops.wait(seen);
    }
}

/// A thread may come when a loop is over and the next one begins: it has an item only of the loop that cannot end without it.
void Workers::runItems(std::size_t thread)
{
    std::size_t finished = 0;
    for (std::size_t i = 0; i < count(); ++i) {
        Range &range = m_ranges[(thread + i) % count()];
        while (range.left.load(std::memory_order_relaxed) > 0) {
            const std::int64_t left = range.left--;
            if (left <= 0)
                break;
            (*m_work)(static_cast<std::size_t>(range.end - left), thread);
            ++finished;
        }
    }
    m_unfinished -= finished;
}

} // namespace needlescope
