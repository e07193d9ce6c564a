// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/tensorfile.h"

#include <algorithm>

namespace needlescope {

std::int64_t TensorView::elements() const
{
    std::int64_t product = 1;
    for (const std::int64_t extent : shape)
        product *= extent;
    return product;
}

std::optional<std::pair<std::string, std::string>> overlappingTensors(const std::map<std::string, TensorView> &tensors)
{
    std::vector<std::pair<std::span<const std::byte>, const std::string *>> ranges;
    for (const auto &[name, view] : tensors) {
        if (!view.bytes.empty())
            ranges.emplace_back(view.bytes, &name);
    }
    std::ranges::sort(ranges, {}, [](const auto &range) { return range.first.data(); });
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i - 1].first.data() + ranges[i - 1].first.size() > ranges[i].first.data())
            return std::pair(*ranges[i - 1].second, *ranges[i].second);
    }
    return {};
}

} // namespace needlescope
