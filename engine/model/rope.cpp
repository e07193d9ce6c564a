// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/rope.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace needlescope {

namespace {

using Scaling = RopeParameters::Scaling;
constexpr double twoPi = 2 * std::numbers::pi;

/// theta^(-2i/size)
std::vector<float> plainFrequencies(double theta, int size)
{
    std::vector<float> result;
    for (int i = 0; i < size; i += 2) {
        const float exponent = static_cast<float>(i) / static_cast<float>(size);
        result.push_back(1.0F / static_cast<float>(std::pow(theta, static_cast<double>(exponent))));
    }
    return result;
}

/// Long wavelengths are stretched, short ones kept, those between blended (Llama 3.1).
float llama3Frequency(const RopeParameters &p, double frequency)
{
    const double wavelength = twoPi / frequency;
    if (wavelength < p.originalContextLength / p.highFrequencyFactor)
        return static_cast<float>(frequency);
    if (wavelength > p.originalContextLength / p.lowFrequencyFactor)
        return static_cast<float>(frequency / p.factor);
    const double smooth = (p.originalContextLength / wavelength - p.lowFrequencyFactor) / (p.highFrequencyFactor - p.lowFrequencyFactor);
    return static_cast<float>((1 - smooth) * frequency / p.factor + smooth * frequency);
}

/// YaRN (arXiv 2309.00071): dimensions that turn often keep their frequency, slow ones are interpolated, a ramp lies between.
std::vector<float> yarnFrequencies(const RopeParameters &p, std::vector<float> frequencies)
{
    const auto dimensionOf
        = [&](double rotations) { return p.size * std::log(p.originalContextLength / (rotations * twoPi)) / (2 * std::log(p.theta)); };
    double low = dimensionOf(p.betaFast);
    double high = dimensionOf(p.betaSlow);
    if (p.wholeDimensions) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, p.size - 1.0);
    if (low == high)
        high += 0.001;
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
        const double ramp = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
        const double kept = frequencies[i];
        frequencies[i] = static_cast<float>(kept / p.factor * ramp + kept * (1 - ramp));
    }
    return frequencies;
}

} // namespace

Rope::Rope(const RopeParameters &parameters)
    : m_parameters(parameters)
    , m_frequencies(frequencies(0))
{
}

bool Rope::dependsOnLength(int sequenceLength) const
{
    return (m_parameters.scaling == Scaling::Dynamic && sequenceLength > m_parameters.contextLength)
        || (m_parameters.scaling == Scaling::Long && sequenceLength > m_parameters.originalContextLength);
}

int Rope::lengthWhenDecoding(int position, int promptSize) const
{
    return m_parameters.scaling == Scaling::Long ? promptSize + 1 : position + 1;
}

std::vector<float> Rope::frequencies(int sequenceLength) const
{
    const RopeParameters &p = m_parameters;
    const int share = p.size - (p.oddShare ? 1 : 0);
    double theta = p.theta;
    if (p.scaling == Scaling::Dynamic && dependsOnLength(sequenceLength)) {
        const double stretch = p.factor * sequenceLength / p.contextLength - (p.factor - 1);
        theta *= std::pow(stretch, share / std::max(share - 2.0, 1.0));
    }
    std::vector<float> result = plainFrequencies(theta, share);
    if (p.scaling == Scaling::Linear)
        std::for_each(result.begin(), result.end(), [&](float &f) { f /= static_cast<float>(p.factor); });
    else if (p.scaling == Scaling::Llama3)
        std::for_each(result.begin(), result.end(), [&](float &f) { f = llama3Frequency(p, static_cast<double>(f)); });
    else if (p.scaling == Scaling::Yarn)
        result = yarnFrequencies(p, std::move(result));
    else if (p.scaling == Scaling::Proportional) {
        std::for_each(result.begin(), result.end(), [&](float &f) { f /= static_cast<float>(p.factor); });
        std::fill(result.begin() + p.nTurning, result.end(), 0.0F);
    } else if (p.scaling == Scaling::Long)
        std::ranges::transform(result, dependsOnLength(sequenceLength) ? p.longFactors : p.shortFactors, result.begin(), std::divides());
    return result;
}

void Rope::append(RotationTable &table, int position, int sequenceLength) const
{
    const bool isLonger = m_parameters.longAttentionFactor > 0 && dependsOnLength(sequenceLength);
    const auto factor = static_cast<float>(isLonger ? m_parameters.longAttentionFactor : m_parameters.attentionFactor);
    const auto turn = [&](const std::vector<float> &frequenciesOfLength) {
        for (const float frequency : frequenciesOfLength) {
            const float angle = static_cast<float>(position) * frequency;
            table.cosines.push_back(std::cos(angle) * factor);
            table.sines.push_back(std::sin(angle) * factor);
        }
    };
    dependsOnLength(sequenceLength) ? turn(frequencies(sequenceLength)) : turn(m_frequencies);
    if (m_parameters.queryGrowth != 0) {
        const double lengths = std::floor((position + m_parameters.queryGrowthOffset) / m_parameters.queryGrowthLength);
        table.queryScales.push_back(static_cast<float>(1 + m_parameters.queryGrowth * std::log(1 + lengths)));
    }
}

} // namespace needlescope
