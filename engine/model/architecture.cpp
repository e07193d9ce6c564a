// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architecture.h"

#include <cmath>

namespace needlescope {

Xielu Xielu::learned(float alphaPositive, float alphaNegative, float beta, float eps)
{
    const auto softplus = [](float x) { return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))); };
    return {softplus(alphaPositive), beta + softplus(alphaNegative), beta, eps};
}

bool Architecture::hasExperts(int layer) const
{
    return mixture.nExperts > 0 && (denseLayers.empty() || !denseLayers[static_cast<std::size_t>(layer)]);
}

bool Architecture::isRecurrent(int layer) const
{
    return !recurrentLayers.empty() && recurrentLayers[static_cast<std::size_t>(layer)];
}

bool Architecture::keepsStates() const
{
    return std::ranges::find(recurrentLayers, true) != recurrentLayers.end();
}

bool Architecture::hasHeads(int layer) const
{
    return headsBesideRecurrence || !isRecurrent(layer);
}

int Architecture::keySource(int layer) const
{
    return keysOf.empty() ? layer : keysOf[static_cast<std::size_t>(layer)];
}

bool Architecture::keepsKeysForOthers(int layer) const
{
    return std::ranges::count(keysOf, layer) > 1;
}

HeadShape Architecture::headShape(int layer) const
{
    const auto l = static_cast<std::size_t>(layer);
    const float scale = attentionScaleFallsWithDepth ? attentionScale / static_cast<float>(layer + 1) : attentionScale;
    HeadShape shape{
        nHeads, nKvHeads, dHead, scale, attentionSoftcap, windows.empty() ? 0 : windows[l], ropeOfLayer.empty() ? 0 : ropeOfLayer[l]};
    if (!dHeads.empty())
        shape.dHead = dHeads[l];
    if (!kvHeads.empty())
        shape.nKvHeads = kvHeads[l];
    shape.dValue = dValue > 0 ? dValue : shape.dHead;
    shape.chunk = chunks.empty() ? 0 : chunks[l];
    shape.sinks = sinks.empty() ? nullptr : sinks[l].data();
    return shape;
}

int Architecture::widestOutput() const
{
    int widest = 0;
    for (int layer = 0; layer < nLayers; ++layer) {
        const HeadShape shape = headShape(layer);
        widest = std::max(widest, shape.nHeads * shape.dValue);
    }
    return widest;
}

std::int64_t Architecture::keyValueNumbers() const
{
    std::int64_t numbers = 0;
    for (int layer = 0; layer < nLayers; ++layer) {
        const HeadShape shape = headShape(layer);
        if (hasHeads(layer))
            numbers += std::int64_t(shape.nKvHeads) * (shape.dHead + shape.dValue);
    }
    return numbers;
}

const RopeParameters &Architecture::ropeTable(int index) const
{
    return index == 0 ? rope : otherRopes[static_cast<std::size_t>(index) - 1];
}

} // namespace needlescope
