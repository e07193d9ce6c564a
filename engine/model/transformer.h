// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/generation.h"
#include "api/intervention.h"
#include "api/modelinfo.h"
#include "api/work.h"

#include <Eigen/Core>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// (rows, vocabulary).
using Logits = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class ResidualObserver;

struct LoadOptions
{
    /// "cpu"; "cpu-bf16" (Products::Rounded: prompts are read twice as fast where the processor multiplies bf16, with its three digits);
    /// "cuda" (the layers over all GPUs where one is too small); "cuda:1".
    std::string device = "cpu";
    int threads = 0; ///< 0: usualThreads()
    int prefillBlock = 32; ///< tokens; a prompt is reused in whole blocks
    int prefillBlocks = 16; ///< that prefill computes at once where the results do not depend on it: on the CPU
    bool checkMemory = true; ///< refuse a model that does not fit into what is free; false: only to ask for its ModelInfo
    bool plain = false; ///< torch's operations instead of our loops, also on the CPU; for tests, and what CUDA uses
};

/// Keys and values of a prompt, and each head's mean output over it. Immutable, so any number of branches share it.
class PromptCache
{
public:
    struct Data;

    explicit PromptCache(std::shared_ptr<const Data> data);
    int size() const; ///< tokens
    std::span<const std::int32_t> ids() const;
    const Data &data() const { return *m_data; }

private:
    std::shared_ptr<const Data> m_data;
};

/// What is kept of what the heads did at each decoded step.
enum class Capture {
    Summaries, ///< every head's HeadSummaries, and its query, from which attentionRow() has the full row
    Nothing,
};

/// One what-if: a shared prompt, an intervention, and a private tail of decoded tokens with what every head did there.
class Branch
{
public:
    struct Data;

    /// @p needle is the span whose attention mass is captured; may be empty.
    Branch(std::shared_ptr<const PromptCache> prompt, Intervention intervention, TokenSpan needle, Capture capture = Capture::Summaries);
    Branch(Branch &&) noexcept;
    Branch &operator=(Branch &&) noexcept;
    ~Branch();

    const PromptCache &prompt() const;
    const Intervention &intervention() const;
    int nSteps() const; ///< tokens fed so far
    std::span<const std::int32_t> fed() const;

    /// Forgets the last @p steps as if they had never been fed. Throws EngineError where a layer keeps a state.
    void takeBack(int steps);
    std::int64_t bytes() const; ///< of its tail, queries and summaries
    const HeadSummaries &summaries() const; ///< (nSteps, layers, heads); no steps where nothing is captured
    Data &data() { return *m_data; }
    const Data &data() const { return *m_data; }

private:
    std::unique_ptr<Data> m_data;
};

/// Direct attribution of one logit: the last norm, and norms behind attention and feed-forward, frozen at their actual scales. Heads,
/// layers, embedding and rest add up to the logit before it is capped.
struct LogitAttribution
{
    HeadArray heads; ///< (layers, heads), through o_proj without its bias
    std::vector<float> feedForward; ///< of each layer
    float embedding = 0; ///< of tokens and positions
    float rest = 0; ///< biases, which belong to no head, and what layers add by their states
    float logit = 0;
};

/// A decoder-only language model. Const after loading: a run's state is its PromptCache and its Branch. Calls may come from any thread, one
/// at a time for each Branch.
class Transformer
{
public:
    struct Data;

    /// Opens a Hugging Face directory: config.json and safetensors, memory-mapped. Throws EngineError (missing or truncated file, missing
    /// tensor, wrong shape, unknown architecture, too little memory) and Cancelled.
    static std::shared_ptr<const Transformer> load(
        const std::filesystem::path &directory, const LoadOptions &options = {}, const Work &work = {});
    ~Transformer();

    const ModelInfo &info() const;

    /// Keys and values of @p ids, computed in blocks. Only an intervention of scope Everywhere changes them. Where @p reuse begins with the
    /// same ids (and the same intervention), its part is taken over. Throws EngineError (an id outside the vocabulary, too long) and
    /// Cancelled.
    std::shared_ptr<const PromptCache> prefill(std::span<const std::int32_t> ids, const Intervention &intervention = {},
        const Work &work = {}, std::shared_ptr<const PromptCache> reuse = {}) const;

    /// Feeds tokens[i] to branches[i], all together in one batch; @p logits become those of the next token, (branches, vocabulary). The
    /// branches may have different interventions, lengths and prompts. A branch that stands several times in a row is fed its tokens one
    /// after the other, as in so many steps. Summaries of the new steps are appended to each branch. Throws EngineError: an id outside the
    /// vocabulary, too long, no such head, too little memory, several tokens for a branch of a model that keeps states.
    void step(std::span<Branch *const> branches, std::span<const std::int32_t> tokens, Logits &logits) const;
    Logits step(std::span<Branch *const> branches, std::span<const std::int32_t> tokens) const;

    /// Whether several tokens fed to a branch in one step have the numbers of so many steps, to the last bit, and can be taken back.
    bool canTryAhead() const;

    /// As step() of one branch; says what each part contributes to the logit of @p target as its next token. Throws as step().
    LogitAttribution attribute(Branch &branch, std::int32_t token, std::int32_t target) const;

    /// Memory that the branches' next step takes for their tails: 0 where all have room.
    std::int64_t bytesOfStep(std::span<Branch *const> branches) const;

    /// Full attention row of one head at a fed step of @p branch, mask included: prompt.size() + step + 1 weights that sum to 1, or to
    /// less where the head has a sink of its own. Throws EngineError: no such head or step, nothing captured.
    std::vector<float> attentionRow(const Branch &branch, int step, HeadId head) const;

    /// The plain forward pass over all of @p ids, for tests and for Python users.
    struct Trace
    {
        Logits logits; ///< (n, vocabulary)
        std::vector<float> attentions; ///< (layers that have heads, heads, n, n); empty unless asked for
    };
    Trace trace(std::span<const std::int32_t> ids, bool attentions, const Intervention &intervention = {}) const;

private:
    explicit Transformer(std::unique_ptr<const Data> data);
    void stepTogether(std::span<Branch *const> branches, std::span<const std::int32_t> tokens, Eigen::Ref<Logits> logits,
        ResidualObserver *observer = nullptr) const;

    std::unique_ptr<const Data> m_data;
};

} // namespace needlescope
