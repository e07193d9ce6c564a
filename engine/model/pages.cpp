// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pages.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <utility>

namespace needlescope {

namespace {

constexpr std::size_t largePage = 2 << 20;
constexpr std::size_t leastMapping = 8 * largePage;
constexpr std::size_t alignment = 64;

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

    std::size_t size;
    std::byte *data;
    std::size_t used = 0; ///< from the first large page on
};

at::Tensor Pages::take(at::IntArrayRef shape)
{
    const std::size_t bytes = roundedUp(static_cast<std::size_t>(c10::multiply_integers(shape)) * sizeof(float), alignment);
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<Mapping> mapping = m_last.lock();
    if (!mapping || !mapping->hasRoom(bytes)) {
        mapping = std::make_shared<Mapping>(std::max(bytes, leastMapping));
        m_last = mapping;
    }
    void *const memory = mapping->data + std::exchange(mapping->used, mapping->used + bytes);
    return at::from_blob(
        memory, shape, [mapping](void *) {}, at::kFloat);
}

} // namespace needlescope
