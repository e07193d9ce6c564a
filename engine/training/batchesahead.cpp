// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/batchesahead.h"

namespace needlescope {

BatchesAhead::Maker::Maker(const PhraseBook &phrases, std::shared_ptr<const Tokenizer> tokenizer, std::uint64_t seed)
    : encoder(std::move(tokenizer))
    , batches(phrases, encoder, seed)
{
}

BatchesAhead::BatchesAhead(const PhraseBook &phrases, std::shared_ptr<const Tokenizer> tokenizer, std::uint64_t seed, int threads)
{
    for (int i = 0; i <= threads; ++i)
        m_makers.push_back(std::make_unique<Maker>(phrases, tokenizer, seed));
}

BatchesAhead::~BatchesAhead()
{
    m_begun.clear(); // waits for them
}

TrainingBatch BatchesAhead::take(const Stage &stage, std::uint64_t stageIndex, std::uint64_t step)
{
    const std::size_t nThreads = m_makers.size() - 1;
    if (nThreads == 0)
        return maker().make(stage, stageIndex, step);
    if (stageIndex != m_stage || step != m_next) {
        m_begun.clear();
        m_stage = stageIndex;
        m_next = step;
    }
    // Those begun are of nThreads steps in a row, so no two of them share a maker.
    while (m_begun.size() < nThreads) {
        const std::uint64_t later = m_next + m_begun.size();
        const BatchMaker &free = m_makers[1 + later % nThreads]->batches;
        m_begun.push_back(
            std::async(std::launch::async, [&free, stage, stageIndex, later] { return free.make(stage, stageIndex, later); }));
    }
    TrainingBatch batch = m_begun.front().get();
    m_begun.pop_front();
    ++m_next;
    return batch;
}

} // namespace needlescope
