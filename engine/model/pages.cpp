// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pages.h"

#include <sys/mman.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace needlescope {

namespace {

constexpr std::size_t largePage = 2 << 20;
constexpr std::size_t leastMapping = 8 * largePage;
constexpr std::size_t alignment = 64;

/// Bytes that wait for their next use at most: the tails of a hundred what-ifs of a small model.
constexpr std::size_t mostUnused = std::size_t{1} << 30;

std::size_t roundedUp(std::size_t bytes, std::size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

} // namespace

struct Pages::Mapping
{
    explicit Mapping(std::size_t bytes)
        : size(roundedUp(bytes, largePage) + largePage)
        , data(static_cast<std::byte *>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
    {
        if (data == MAP_FAILED)
            throw std::bad_alloc();
        used = roundedUp(reinterpret_cast<std::size_t>(data), largePage) - reinterpret_cast<std::size_t>(data);
#ifdef MADV_HUGEPAGE
        madvise(data + used, size - used, MADV_HUGEPAGE); // where the system has none, small ones do
#endif
    }

    Mapping(const Mapping &) = delete;
    Mapping &operator=(const Mapping &) = delete;
    ~Mapping()
    {
        munmap(data, size);
    }

    bool hasRoom(std::size_t bytes) const
    {
        return used + bytes <= size;
    }

    /// Nobody uses it, so the system may have its pages back when it is short of memory.
    void empty()
    {
        used = roundedUp(reinterpret_cast<std::size_t>(data), largePage) - reinterpret_cast<std::size_t>(data);
#ifdef MADV_FREE
        madvise(data, size, MADV_FREE);
#endif
    }

    std::size_t size;
    std::byte *data;
    std::size_t used = 0; ///< from the first large page on
};

/// Mappings that nobody uses: those from the system are filled with zeros first, which takes as long as a step of decoding.
class Pages::Unused
{
public:
    /// One that has room for @p bytes and is not much too large, or null.
    std::unique_ptr<Mapping> take(std::size_t bytes)
    {
        const std::lock_guard lock(m_mutex);
        const auto fits = [bytes](const auto &mapping) { return mapping->hasRoom(bytes) && mapping->size / 2 < bytes + leastMapping; };
        const auto found = std::ranges::find_if(m_mappings, fits);
        if (found == m_mappings.end())
            return nullptr;
        std::unique_ptr<Mapping> mapping = std::move(*found);
        m_mappings.erase(found);
        m_bytes -= mapping->size;
        return mapping;
    }

    void keep(std::unique_ptr<Mapping> mapping)
    {
        const std::lock_guard lock(m_mutex);
        if (m_bytes + mapping->size > mostUnused)
            return;
        mapping->empty();
        m_bytes += mapping->size;
        m_mappings.push_back(std::move(mapping));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Mapping>> m_mappings;
    std::size_t m_bytes = 0;
};

Pages::Pages()
    : m_unused(std::make_shared<Unused>())
{
}

at::Tensor Pages::take(at::IntArrayRef shape)
{
    const std::size_t bytes = roundedUp(static_cast<std::size_t>(c10::multiply_integers(shape)) * sizeof(float), alignment);
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<Mapping> mapping = m_last.lock();
    if (!mapping || !mapping->hasRoom(bytes)) {
        std::unique_ptr<Mapping> fresh = m_unused->take(bytes);
        if (!fresh)
            fresh = std::make_unique<Mapping>(std::max(bytes, leastMapping));
        const auto giveBack = [unused = std::weak_ptr(m_unused)](Mapping *done) {
            std::unique_ptr<Mapping> owned(done);
            if (const auto kept = unused.lock())
                kept->keep(std::move(owned));
        };
        mapping = std::shared_ptr<Mapping>(fresh.release(), giveBack);
        m_last = mapping;
    }
    void *const memory = mapping->data + std::exchange(mapping->used, mapping->used + bytes);
#ifndef NDEBUG
    // What is read before it was written shows itself in the tests.
    std::fill_n(static_cast<float *>(memory), bytes / sizeof(float), std::numeric_limits<float>::quiet_NaN());
#endif
    return at::from_blob(
        memory, shape, [mapping](void *) {}, at::kFloat);
}

} // namespace needlescope
