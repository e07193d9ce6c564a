// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace needlescope {

/// How strongly a key is shaded. The attention sink (position 0) is set apart, or its weight would hide all others. Of the rest nothing
/// is shaded that even attention would give too, and of what goes beyond, the square root counts, so that a tenth of the attention is
/// still seen.
class AttentionScale
{
public:
    AttentionScale() = default;
    explicit AttentionScale(std::vector<float> weights);

    bool empty() const { return m_weights.empty(); }
    int nKeys() const { return static_cast<int>(m_weights.size()); }
    /// 0 outside the keys.
    float weight(int key) const;
    /// 0 to 1. The sink's is of its own weight.
    double shade(int key) const;
    /// Which weight has a shade of 0 to 1, the sink's excepted.
    double weightAt(double shade) const;

private:
    std::vector<float> m_weights;
    float m_floor = 0; // up to this weight nothing is shaded
    float m_reference = 1; // the weight that is shaded in full
};

} // namespace needlescope
