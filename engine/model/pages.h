// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <memory>
#include <mutex>

namespace needlescope {

/// Memory of what lasts: keys, values and queries. It comes from the system in large pages: in small ones the tails of a hundred what-ifs
/// cost as much time as five of their steps. Tensors that are taken one after the other lie side by side, and what they share is free
/// again with the last of them: it waits for its next use, and the system takes it back when it is short of memory. Any thread may call.
class Pages
{
public:
    Pages();

    /// float32, not initialized (NaN in builds for debugging); may outlive this object.
    at::Tensor take(at::IntArrayRef shape);

private:
    struct Mapping;
    class Unused;

    std::mutex m_mutex;
    std::shared_ptr<Unused> m_unused;
    std::weak_ptr<Mapping> m_last;
};

} // namespace needlescope
