// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine.h"

#include "median.h"

#include <cblas.h>
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <new>
#include <numeric>
#include <string>
#include <thread>

namespace needlescope {

namespace {

constexpr int productSize = 1024;
constexpr double productFlops = 2.0 * productSize * productSize * productSize;
/// After their task, threads of OpenBLAS and others stay awake for some time.
constexpr std::chrono::milliseconds untilAsleep(40);
constexpr std::size_t sweepBytes = std::size_t{1} << 29;
constexpr std::size_t blockBytes = std::size_t{1} << 22;
constexpr std::size_t hugePage = std::size_t{1} << 21;

Times timesOf(const std::vector<double> &seconds)
{
    return {std::ranges::min(seconds), median(seconds)};
}

std::vector<float> numbers(int modulus)
{
    std::vector<float> result(std::size_t{productSize} * productSize);
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = static_cast<float>(i % static_cast<std::size_t>(modulus)) * 0.01F;
    return result;
}

/// The sum of @p nWords, a multiple of 32, read as fast as a core can: in four streams with prefetching.
std::uint64_t sumOf(const std::uint64_t *words, std::size_t nWords)
{
    constexpr std::size_t nStreams = 4;
    constexpr std::size_t line = 8;
    constexpr std::size_t ahead = 16 * line;
    const std::size_t ofStream = nWords / nStreams;
    std::array<std::uint64_t, line> sums{};
    for (std::size_t first = 0; first < ofStream; first += line) {
        for (std::size_t stream = 0; stream < nStreams; ++stream) {
            const std::uint64_t *from = words + stream * ofStream + first;
            __builtin_prefetch(from + ahead, 0, 2);
            for (std::size_t i = 0; i < line; ++i)
                sums[i] += from[i];
        }
    }
    return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

} // namespace

double secondsOf(const Task &task)
{
    const auto begin = std::chrono::steady_clock::now();
    task();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<Times> interleaved(int repeats, const std::vector<Task> &tasks)
{
    std::vector<std::vector<double>> seconds(tasks.size());
    for (int round = 0; round <= repeats; ++round) {
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            std::this_thread::sleep_for(untilAsleep);
            const double taken = secondsOf(tasks[i]);
            if (round > 0)
                seconds[i].push_back(taken);
        }
    }
    std::vector<Times> times;
    times.reserve(seconds.size());
    for (const auto &each : seconds)
        times.push_back(timesOf(each));
    return times;
}

PlainProduct::PlainProduct(double flops)
    : m_a(numbers(97))
    , m_b(numbers(89))
    , m_c(m_a.size())
    , m_times(std::max(1, static_cast<int>(std::lround(flops / productFlops))))
{
}

void PlainProduct::operator()()
{
    constexpr int n = productSize;
    for (int i = 0; i < m_times; ++i)
        cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0F, m_a.data(), n, m_b.data(), n, 0.0F, m_c.data(), n);
}

double PlainProduct::flops() const
{
    return productFlops * m_times;
}

MemorySweep::MemorySweep(double bytes)
    : m_workers(static_cast<int>(std::thread::hardware_concurrency()))
    , m_times(std::max(1, static_cast<int>(std::lround(bytes / static_cast<double>(sweepBytes)))))
    , m_sums(m_workers.count())
{
    m_words.reset(static_cast<std::uint64_t *>(std::aligned_alloc(hugePage, sweepBytes)));
    if (!m_words)
        throw std::bad_alloc();
    ::madvise(m_words.get(), sweepBytes, MADV_HUGEPAGE);
    std::fill_n(m_words.get(), sweepBytes / sizeof(m_words[0]), 1);
}

void MemorySweep::operator()()
{
    constexpr std::size_t blockWords = blockBytes / sizeof(m_words[0]);
    for (int time = 0; time < m_times; ++time) {
        m_workers.share(sweepBytes / blockBytes,
            [&](std::size_t block, std::size_t thread) { m_sums[thread] += sumOf(m_words.get() + block * blockWords, blockWords); });
    }
}

double MemorySweep::bytes() const
{
    return static_cast<double>(sweepBytes) * m_times;
}

ResidentMemory ResidentMemory::measure()
{
    std::ifstream status("/proc/self/status");
    ResidentMemory memory;
    std::string key;
    while (status >> key) {
        std::int64_t kibibytes = 0;
        if (key == "VmRSS:" && status >> kibibytes)
            memory.now = kibibytes * 1024;
        else if (key == "VmHWM:" && status >> kibibytes)
            memory.peak = kibibytes * 1024;
        status.ignore(4096, '\n');
    }
    return memory;
}

void ResidentMemory::forgetPeak()
{
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;
}

} // namespace needlescope
