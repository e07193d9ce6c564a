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

/// As many as `OMP_NUM_THREADS` says, else as the cores that this process may use: on a cluster's node that is its share of them.
int usualThreads();

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

    std::size_t count() const { return m_ranges.size(); }

    /// Gets an item, and which of the count() threads calls. Must not throw.
    using Work = std::function<void(std::size_t item, std::size_t thread)>;

    /// Calls @p work for every item in [0, nItems) and returns when all are done. Each thread goes through neighbouring items of its own,
    /// which is how memory is read fastest, then takes over what others have left.
    void share(std::size_t nItems, const Work &work);

private:
    /// Neighbouring items; on a cache line of its own.
    struct alignas(64) Range
    {
        std::atomic<std::int64_t> left = 0; ///< that nobody has taken, the last ones; below 0 where threads looked in vain
        std::int64_t end = 0;
    };

    void help(std::size_t thread);
    void runItems(std::size_t thread);

    std::mutex m_oneLoop;
    const Work *m_work = nullptr;
    std::vector<Range> m_ranges; ///< of each thread
    std::atomic<std::size_t> m_unfinished = 0; ///< items
    std::atomic<std::uint32_t> m_loops = 0; ///< so far: what sleeping threads wait for
    std::atomic<bool> m_stop = false;
    std::vector<std::thread> m_threads;
};

} // namespace needlescope
