// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/workers.h"

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

namespace needlescope {

using Task = std::function<void()>;

/// Seconds of repeated runs.
struct Times
{
    double best = 0;
    double median = 0;
};

/// Runs all @p tasks one after the other, @p repeats times after one round that is not counted: what disturbs the machine meets all alike.
std::vector<Times> interleaved(int repeats, const std::vector<Task> &tasks);

double secondsOf(const Task &task);

/// A plain float32 matrix product of 1024 x 1024 x 1024 on all cores, so often that it takes about @p flops operations.
class PlainProduct
{
public:
    explicit PlainProduct(double flops);

    void operator()();
    double flops() const; ///< of one call

private:
    std::vector<float> m_a;
    std::vector<float> m_b;
    std::vector<float> m_c;
    int m_times;
};

/// All cores together read @p bytes of memory, of a buffer far larger than any cache, in huge pages and as fast as was found to be
/// possible.
class MemorySweep
{
public:
    explicit MemorySweep(double bytes);

    void operator()();
    double bytes() const; ///< of one call

private:
    struct Free
    {
        void operator()(void *memory) const { std::free(memory); }
    };

    Workers m_workers;
    std::unique_ptr<std::uint64_t[], Free> m_words;
    int m_times;
    std::vector<std::uint64_t> m_sums; ///< of each thread, so that nothing is left out
};

/// Of this process, in bytes.
struct ResidentMemory
{
    std::int64_t now = 0;
    std::int64_t peak = 0; ///< since the start or forgetPeak()

    static ResidentMemory measure();
    static void forgetPeak();
};

} // namespace needlescope
