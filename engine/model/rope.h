// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"

#include <vector>

namespace needlescope {

/// Cosines and sines of some positions, (positions, size / 2) each, the attention factor multiplied in.
struct RotationTable
{
    std::vector<float> cosines;
    std::vector<float> sines;
    std::vector<float> queryScales; ///< (positions), or empty: queries are not scaled
};

/// Turns positions into rotations. Computes in float32 where transformers does, so that long contexts agree with it.
class Rope
{
public:
    explicit Rope(const RopeParameters &parameters);

    /// Adds the rotations of @p position. @p sequenceLength is the number of tokens that transformers has seen by the end of the call that
    /// the position belongs to; dynamic and long scaling depend on it.
    void append(RotationTable &table, int position, int sequenceLength) const;

    /// Whether the rotations of a sequence depend on its length.
    bool dependsOnLength(int sequenceLength) const;

    /// What append() is to be told of a token decoded @p position behind a prompt of @p promptSize. Long scaling knows two sets of
    /// frequencies, which must not mix in one cache: the prompt decides (transformers reads the prompt again where the answer crosses
    /// over).
    int lengthWhenDecoding(int position, int promptSize) const;

private:
    std::vector<float> frequencies(int sequenceLength) const;

    RopeParameters m_parameters;
    std::vector<float> m_frequencies; ///< of sequences that do not depend on their length
};

} // namespace needlescope
