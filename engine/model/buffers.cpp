// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/buffers.h"

#include <new>

namespace needlescope {

namespace {

constexpr std::size_t alignment = 64;

} // namespace

at::Tensor Buffers::take(at::IntArrayRef shape)
{
    const auto numbers = static_cast<std::size_t>(c10::multiply_integers(shape));
    const std::size_t bytes = (numbers * sizeof(float) + alignment) / alignment * alignment;
    Memory memory = memoryOf(bytes);
    const auto giveBackLater = [buffers = shared_from_this(), bytes](void *taken) { buffers->giveBack(bytes, Memory(taken)); };
    return at::from_blob(memory.release(), shape, giveBackLater, at::kFloat);
}

Buffers::Memory Buffers::memoryOf(std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    Memory memory;
    if (const auto unused = m_unused.find(bytes); unused != m_unused.end()) {
        memory = std::move(m_unused.extract(unused).mapped());
        m_unusedBytes -= bytes;
    } else {
        memory.reset(std::aligned_alloc(alignment, bytes));
    }
    if (!memory)
        throw std::bad_alloc();
    ++m_nTaken;
    return memory;
}

void Buffers::giveBack(std::size_t bytes, Memory memory)
{
    const std::lock_guard lock(m_mutex);
    m_unused.emplace(bytes, std::move(memory));
    m_unusedBytes += bytes;
    if (--m_nTaken > 0 || m_unusedBytes <= m_kept)
        return;
    m_unused.clear();
    m_unusedBytes = 0;
}

} // namespace needlescope
