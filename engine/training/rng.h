// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace needlescope {

/// SplitMix64: the same numbers from the same seed on every platform, which std's distributions do not promise.
class Rng
{
public:
    explicit Rng(std::uint64_t seed)
        : m_state(seed)
    {
    }

    /// A stream of its own for (seed, a, b), so that a step's data do not depend on how training came to that step.
    static Rng stream(std::uint64_t seed, std::uint64_t a, std::uint64_t b)
    {
        Rng mixed(seed * 0x9E3779B97F4A7C15ULL + 1);
        mixed.m_state ^= a * 0xD1B54A32D192ED03ULL;
        mixed.next();
        mixed.m_state ^= b * 0x8CB92BA72F3D8DD7ULL;
        mixed.next();
        return mixed;
    }

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    /// Uniform in [0, n), n > 0.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    /// Uniform in [low, high].
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1))); }
    /// Uniform in [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double p) { return uniform() < p; }

    template <typename T>
    const T &pick(const std::vector<T> &items)
    {
        return items[below(items.size())];
    }

    template <typename T>
    void shuffle(std::vector<T> &items)
    {
        for (std::size_t i = items.size(); i > 1; --i)
            std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::uint64_t m_state;
};

} // namespace needlescope
