// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/documents.h"
#include "training/recipe.h"
#include "training/textencoder.h"

#include <optional>

namespace needlescope {

/// Sequences of one length. Position p of sequence s is at s * length + p; its target is the token after it.
struct TrainingBatch
{
    std::int64_t sequences = 0;
    std::int64_t length = 0;
    std::vector<std::int64_t> ids; ///< (sequences, length)
    std::vector<bool> closedBook; ///< (sequences): nothing in it is copied from the context
    /// (sequences): the position that predicts the first answer of a book with invented ones; else 0
    std::vector<std::int64_t> inventedFrom;

    // Positions whose prediction counts.
    std::vector<std::int64_t> positions;
    std::vector<std::int64_t> targets;
    std::vector<float> weights; ///< sum is 1
    std::vector<Role> roles;
};

/// Makes the batches of a training, each from (seed, stage, step) alone.
class BatchMaker
{
public:
    BatchMaker(const PhraseBook &phrases, TextEncoder &encoder, std::uint64_t seed);

    TrainingBatch make(const Stage &stage, std::uint64_t stageIndex, std::uint64_t step) const;
    /// Documents of one length, for measuring.
    TrainingBatch make(const std::vector<Document> &documents, std::int64_t length, Rng &rng) const;
    const DocumentMaker &documents() const { return m_documents; }

private:
    void append(const Document &document, TrainingBatch &batch, Rng &rng) const;

    TextEncoder &m_encoder;
    DocumentMaker m_documents;
    std::uint64_t m_seed;
};

} // namespace needlescope
