// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/cudadevices.h"

#include <dlfcn.h>

#include <cstddef>

namespace needlescope {

namespace {

/// A function of the CUDA runtime that a libtorch with CUDA brings along; the same sources compile without it.
template <typename Function>
Function *runtime(const char *name)
{
    return reinterpret_cast<Function *>(dlsym(RTLD_DEFAULT, name));
}

} // namespace

std::vector<std::int64_t> freeCudaMemory()
{
    auto *const countDevices = runtime<int(int *)>("cudaGetDeviceCount");
    auto *const currentDevice = runtime<int(int *)>("cudaGetDevice");
    auto *const enterDevice = runtime<int(int)>("cudaSetDevice");
    auto *const memory = runtime<int(std::size_t *, std::size_t *)>("cudaMemGetInfo");
    int count = 0;
    int current = 0;
    const bool known = countDevices != nullptr && currentDevice != nullptr && enterDevice != nullptr && memory != nullptr
        && countDevices(&count) == 0 && currentDevice(&current) == 0;
    if (!known)
        return {};
    std::vector<std::int64_t> result;
    for (int device = 0; device < count; ++device) {
        std::size_t free = 0;
        std::size_t total = 0;
        const bool told = enterDevice(device) == 0 && memory(&free, &total) == 0;
        result.push_back(told ? static_cast<std::int64_t>(free) : 0);
    }
    enterDevice(current);
    return result;
}

} // namespace needlescope
