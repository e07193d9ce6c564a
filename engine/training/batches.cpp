// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/batches.h"

#include "training/bytepairs.h"

#include <algorithm>

namespace needlescope {

namespace {

struct Weighing
{
    float weight;
    double share; ///< of the tokens that are predicted at all; the others save the product with the vocabulary
};

Weighing weighing(Role role)
{
    switch (role) {
    case Role::Answer:
    case Role::Fact:
    case Role::Copied:
        return {1.0f, 1.0};
    case Role::Guess:
    case Role::Invented:
        return {0.5f, 1.0};
    case Role::Needle:
        return {0.3f, 0.5};
    case Role::Filler:
        return {0.25f, 0.4};
    case Role::Question:
        return {0.05f, 0.15};
    case Role::Noise:
        return {0.02f, 0.1};
    }
    return {0.0f, 0.0};
}

} // namespace

BatchMaker::BatchMaker(const PhraseBook &phrases, TextEncoder &encoder, std::uint64_t seed)
    : m_encoder(encoder)
    , m_documents(phrases, [&encoder](std::string_view text) { return encoder.count(text); })
    , m_seed(seed)
{
}

TrainingBatch BatchMaker::make(const Stage &stage, std::uint64_t stageIndex, std::uint64_t step) const
{
    Rng rng = Rng::stream(m_seed, stageIndex + 1, step);
    TrainingBatch batch;
    batch.length = rng.pick(stage.lengths);
    const auto sequences = std::max<std::int64_t>(1, stage.tokensPerStep / batch.length);
    for (std::int64_t s = 0; s < sequences; ++s)
        append(m_documents.make(stage.documents, stage.questions, static_cast<std::size_t>(batch.length - 1), rng), batch, rng);
    float total = 0;
    for (const auto weight : batch.weights)
        total += weight;
    for (auto &weight : batch.weights)
        weight /= total;
    return batch;
}

TrainingBatch BatchMaker::make(const std::vector<Document> &documents, std::int64_t length, Rng &rng) const
{
    TrainingBatch batch;
    batch.length = length;
    for (const auto &document : documents)
        append(document, batch, rng);
    return batch;
}

void BatchMaker::append(const Document &document, TrainingBatch &batch, Rng &rng) const
{
    const auto start = batch.sequences * batch.length;
    batch.ids.resize(static_cast<std::size_t>(start + batch.length), PadId);
    ++batch.sequences;
    batch.closedBook.push_back(std::none_of(
        document.begin(), document.end(), [](const Piece &piece) { return piece.role == Role::Answer || piece.role == Role::Copied; }));
    const bool hasInventions
        = std::any_of(document.begin(), document.end(), [](const Piece &piece) { return piece.role == Role::Invented; });
    std::int64_t &inventedFrom = batch.inventedFrom.emplace_back(0);
    batch.ids[static_cast<std::size_t>(start)] = BosId;
    std::int64_t at = 1;
    for (const auto &piece : document) {
        if (hasInventions && inventedFrom == 0 && isReply(piece.role))
            inventedFrom = at - 1;
        const auto [weight, share] = weighing(piece.role);
        for (const auto id : m_encoder.encode(piece.text)) {
            if (at > batch.length)
                return;
            if (share >= 1 || rng.chance(share)) {
                batch.positions.push_back(start + at - 1);
                batch.targets.push_back(id);
                batch.weights.push_back(weight / static_cast<float>(share));
                batch.roles.push_back(piece.role);
            }
            if (at < batch.length)
                batch.ids[static_cast<std::size_t>(start + at)] = id;
            ++at;
        }
    }
}

} // namespace needlescope
