// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/architecture.h"
#include "training/fusedops.h"

#include <string>
#include <vector>

namespace needlescope {

struct NamedTensor
{
    std::string name;
    at::Tensor value;
};

/// What a forward pass for measuring records. Slow and plain; used without gradients.
struct AttentionProbe
{
    /// (layers) of (batch, heads, length): the position each row looks at most. Filled in.
    std::vector<at::Tensor> argmax;
};

/// A Llama-architecture model for training: RMS norm, rotate-half RoPE, SwiGLU, tied embeddings, no biases, as many keys as queries. Where
/// the architecture has a mixture, each layer's feed-forward block is one of Mixtral's: a router and experts.
/// Parameters are float; products run in `computeType` (bfloat16 where the machine multiplies it faster).
/// Internal to engine/training: this header shows torch.
class LanguageModel
{
public:
    LanguageModel(const Architecture &shape, std::uint64_t seed, at::Device device, at::ScalarType computeType);

    const Architecture &shape() const { return m_shape; }
    at::Device device() const { return m_device; }
    /// Embedding, then for each layer norm1, qkv, o, norm2, the feed-forward block, then the last norm. Names are stable: checkpoints use
    /// them. A dense block is gateUp, down; one of experts is router, then experts.N.gateUp, experts.N.down.
    std::vector<NamedTensor> parameters() const;

    /// What a forward pass leaves besides the hidden states.
    struct Pass
    {
        at::Tensor hidden; ///< (batch * length, dModel), normed
        at::Tensor balance; ///< scalar: how unevenly the routers choose, mean over layers, 1 where evenly; undefined without experts
    };
    /// Factors of the heads' queries.
    struct HeadFocus
    {
        std::vector<at::Tensor> factors; ///< (layers) of (batch, heads) float; empty: all ones
        at::Tensor from; ///< (batch) int64: the first position of each sequence that they apply to
    };
    /// ids (batch, length) int64.
    Pass forward(const at::Tensor &ids, const HeadFocus &focus = {}, AttentionProbe *probe = nullptr) const;
    /// The tied embedding in the type of the products.
    at::Tensor unembedding() const;

    /// A deeper model that computes the same: layer i of this one becomes layer places[i]; the layers between start as the identity.
    LanguageModel grown(int layers, const std::vector<int> &places, std::uint64_t seed) const;
    /// The same model with a mixture: every expert begins as a copy of the dense block, the router with small random weights.
    LanguageModel upcycled(const Mixture &mixture, std::uint64_t seed) const;
    void setTheta(double theta) { m_shape.rope.theta = theta; }

    at::Tensor outputWeight(int layer) const { return m_layers[static_cast<std::size_t>(layer)].o; }

private:
    struct Block
    {
        at::Tensor gateUp; // (2 * dFeedForward, dModel)
        at::Tensor down; // (dModel, dFeedForward)
    };
    struct Layer
    {
        at::Tensor norm1; // (dModel)
        at::Tensor qkv; // (3 * nHeads * dHead, dModel)
        at::Tensor o; // (dModel, nHeads * dHead)
        at::Tensor norm2; // (dModel)
        at::Tensor router; // (nExperts, dModel); undefined where the block is dense
        std::vector<Block> blocks; // the dense one, or the experts
    };

    Layer newLayer(std::uint64_t seed) const;
    at::Tensor linear(const at::Tensor &x, const at::Tensor &weight) const;
    at::Tensor feedForward(const at::Tensor &x, const Block &block) const;
    at::Tensor mixtureOf(const at::Tensor &x, const Layer &layer, at::Tensor &balance) const;
    at::Tensor probedAttention(const at::Tensor &qkv, const fused::AttentionConfig &config, AttentionProbe &probe) const;

    Architecture m_shape;
    at::Device m_device;
    at::ScalarType m_computeType;
    at::Tensor m_embedding; // (vocabularySize, dModel)
    std::vector<Layer> m_layers;
    at::Tensor m_finalNorm; // (dModel)
};

} // namespace needlescope
