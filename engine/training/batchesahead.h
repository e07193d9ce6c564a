// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/batches.h"

#include <deque>
#include <future>
#include <memory>
#include <vector>

namespace needlescope {

/// The batches of a training in their order. Threads make the next ones while a step is trained: a GPU is through with a batch before one
/// thread has made the next. A batch does not depend on the number of threads.
class BatchesAhead
{
public:
    /// @p threads: 0 makes each batch when it is taken.
    BatchesAhead(const PhraseBook &phrases, std::shared_ptr<const Tokenizer> tokenizer, std::uint64_t seed, int threads);
    ~BatchesAhead();
    BatchesAhead(const BatchesAhead &) = delete;
    BatchesAhead &operator=(const BatchesAhead &) = delete;

    /// What BatchMaker::make() gives. Batches of @p stage after it are begun, so steps are taken one after the other.
    TrainingBatch take(const Stage &stage, std::uint64_t stageIndex, std::uint64_t step);
    /// For measuring: no thread uses it.
    const BatchMaker &maker() const { return m_makers.front()->batches; }

private:
    struct Maker
    {
        TextEncoder encoder;
        BatchMaker batches;

        Maker(const PhraseBook &phrases, std::shared_ptr<const Tokenizer> tokenizer, std::uint64_t seed);
    };

    std::vector<std::unique_ptr<Maker>> m_makers; ///< one that measures, then one a thread
    std::deque<std::future<TrainingBatch>> m_begun;
    std::uint64_t m_stage = 0;
    std::uint64_t m_next = 0; ///< step of the first of those begun
};

} // namespace needlescope
