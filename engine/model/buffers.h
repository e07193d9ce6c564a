// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>

namespace needlescope {

/// Memory of activations. What one tensor gives back the next one of its size takes: to get the pages anew from the system costs a
/// twentieth of a prefill, and a tenth of a step of many branches. When no tensor is left, no more than is to be kept stays. Any thread may
/// call.
class Buffers : public std::enable_shared_from_this<Buffers>
{
public:
    explicit Buffers(std::size_t keptBytes)
        : m_kept(keptBytes)
    {
    }

    /// float32, not initialized; may outlive everything but the process.
    at::Tensor take(at::IntArrayRef shape);

private:
    struct Free
    {
        void operator()(void *memory) const { std::free(memory); }
    };
    using Memory = std::unique_ptr<void, Free>;

    Memory memoryOf(std::size_t bytes);
    void giveBack(std::size_t bytes, Memory memory);

    std::mutex m_mutex;
    const std::size_t m_kept;
    std::multimap<std::size_t, Memory> m_unused; ///< by bytes
    std::size_t m_unusedBytes = 0;
    int m_nTaken = 0;
};

} // namespace needlescope
