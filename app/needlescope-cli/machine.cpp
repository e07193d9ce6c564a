// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine.h"

#include <Eigen/Core>
#include <cblas.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

namespace needlescope {

double medianSeconds(int repeats, const std::function<void()> &work)
{
    work();
    std::vector<double> seconds;
    for (int i = 0; i < repeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

double sgemmRate(int repeats)
{
    constexpr int n = 1024;
    const Eigen::MatrixXf a = Eigen::MatrixXf::Random(n, n);
    const Eigen::MatrixXf b = Eigen::MatrixXf::Random(n, n);
    Eigen::MatrixXf c(n, n);
    const double seconds = medianSeconds(repeats,
        [&] { cblas_sgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1.0F, a.data(), n, b.data(), n, 0.0F, c.data(), n); });
    return 2.0 * n * n * n / seconds;
}

double memoryBandwidth(int repeats)
{
    // Far larger than any cache.
    const std::vector<std::uint64_t> words(std::size_t{1} << 26, 1);
    const auto nThreads = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::uint64_t> sums(nThreads);
    const double seconds = medianSeconds(repeats, [&] {
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < nThreads; ++i) {
            threads.emplace_back([&, i] {
                const auto begin = words.begin() + static_cast<std::ptrdiff_t>(words.size() * i / nThreads);
                const auto end = words.begin() + static_cast<std::ptrdiff_t>(words.size() * (i + 1) / nThreads);
                sums[i] = std::accumulate(begin, end, std::uint64_t{0});
            });
        }
        for (auto &thread : threads)
            thread.join();
    });
    return static_cast<double>(words.size() * sizeof(words[0])) / seconds;
}

} // namespace needlescope
