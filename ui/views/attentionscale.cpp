// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/attentionscale.h"

#include <algorithm>
#include <cmath>

namespace needlescope {

AttentionScale::AttentionScale(std::vector<float> weights)
    : m_weights(std::move(weights))
{
    const float strongest = m_weights.size() > 1 ? *std::max_element(m_weights.begin() + 1, m_weights.end()) : 0.0F;
    const float even = m_weights.empty() ? 1.0F : 1.0F / static_cast<float>(m_weights.size());
    m_floor = std::min(0.5F, 2 * even);
    // Attention that is spread almost evenly must look pale, not like a peak everywhere.
    m_reference = std::max({strongest, std::min(1.0F, 64 * even), 0.005F});
}

float AttentionScale::weight(int key) const
{
    return key >= 0 && key < nKeys() ? m_weights[static_cast<std::size_t>(key)] : 0.0F;
}

double AttentionScale::shade(int key) const
{
    const float floor = key == 0 ? 0.0F : m_floor;
    const float reference = key == 0 ? 1.0F : m_reference;
    return std::clamp(std::sqrt(static_cast<double>(std::max(0.0F, weight(key) - floor) / (reference - floor))), 0.0, 1.0);
}

double AttentionScale::weightAt(double shade) const
{
    return m_floor + shade * shade * (m_reference - m_floor);
}

} // namespace needlescope
