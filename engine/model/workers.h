// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace needlescope {

/// Threads that share the loops of a forward pass. Between two loops they stay awake for a moment: a decoding step has a hundred loops of a
/// few microseconds, and to wake a thread takes as long as one of them. Calls may come from any thread; one loop runs after the other.
class Workers
{
public:
    /// @p count threads share a loop, the one that calls among them; at least one.
    explicit Workers(int count);
    ~Workers();

    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    std::size_t count() const { return m_threads.size() + 1; }

    /// Gets an item, and which of the count() threads calls. Must not throw.
    using Work = std::function<void(std::size_t item, std::size_t thread)>;

    /// Calls @p work for every item in [0, nItems), each in the first thread that is free, and returns when all are done.
    void share(std::size_t nItems, const Work &work);

private:
    void help(std::size_t thread);
    bool runItem(std::size_t thread);

    std::mutex m_oneLoop;
    const Work *m_work = nullptr;
    std::int64_t m_nItems = 0;
    std::atomic<std::int64_t> m_left = 0; ///< items that nobody has taken; below 0 where threads looked in vain
    std::atomic<std::int64_t> m_unfinished = 0;
    std::atomic<std::uint32_t> m_loops = 0; ///< so far: what sleeping threads wait for
    std::atomic<bool> m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace needlescope
