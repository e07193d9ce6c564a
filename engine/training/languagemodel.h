// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/fusedops.h"
#include "training/modelshape.h"

#include <string>
#include <vector>

namespace needlescope {

struct NamedTensor
{
    std::string name;
    at::Tensor value;
};

/// What a forward pass for measuring changes and records. Slow and plain; used without gradients.
struct AttentionProbe
{
    /// Heads (layer, head) that attend evenly, in rows from `uniformFrom[sequence]` on: masking while decoding, as the reference code does.
    std::vector<std::pair<int, int>> uniformHeads;
    std::vector<std::int64_t> uniformFrom;
    /// (layers) of (batch, heads, length): the position each row looks at most. Filled in.
    std::vector<at::Tensor> argmax;
};

/// A Llama-architecture model for training: RMS norm, rotate-half RoPE, SwiGLU, tied embeddings, no biases.
/// Parameters are float; products run in `computeType` (bfloat16 where the machine multiplies it faster).
/// Internal to engine/training: this header shows torch.
class LanguageModel
{
public:
    LanguageModel(const ModelShape &shape, std::uint64_t seed, at::Device device, at::ScalarType computeType);

    const ModelShape &shape() const { return m_shape; }
    at::Device device() const { return m_device; }
    /// Embedding, then for each layer norm1, qkv, o, norm2, gateUp, down, then the last norm. Names are stable: checkpoints use them.
    std::vector<NamedTensor> parameters() const;

    /// ids (batch, length) int64 to normed hidden states (batch * length, dModel). keep (layers) of (batch, heads), or empty for all ones.
    at::Tensor hidden(const at::Tensor &ids, const std::vector<at::Tensor> &keep = {}, AttentionProbe *probe = nullptr) const;
    /// The tied embedding in the type of the products.
    at::Tensor unembedding() const;

    /// A deeper model that computes the same: layer i of this one becomes layer places[i]; the layers between start as the identity.
    LanguageModel grown(int layers, const std::vector<int> &places, std::uint64_t seed) const;
    void setTheta(double theta) { m_shape.ropeTheta = theta; }

    at::Tensor outputWeight(int layer) const { return m_layers[static_cast<std::size_t>(layer)].o; }

private:
    struct Layer
    {
        at::Tensor norm1; // (dModel)
        at::Tensor qkv; // (3 * heads * headDim, dModel)
        at::Tensor o; // (dModel, heads * headDim)
        at::Tensor norm2; // (dModel)
        at::Tensor gateUp; // (2 * dFfn, dModel)
        at::Tensor down; // (dModel, dFfn)
    };

    Layer newLayer(std::uint64_t seed) const;
    at::Tensor linear(const at::Tensor &x, const at::Tensor &weight) const;
    at::Tensor probedAttention(const at::Tensor &qkv, const fused::AttentionConfig &config, int layer, AttentionProbe &probe) const;

    ModelShape m_shape;
    at::Device m_device;
    at::ScalarType m_computeType;
    at::Tensor m_embedding; // (vocabulary, dModel)
    std::vector<Layer> m_layers;
    at::Tensor m_finalNorm; // (dModel)
};

} // namespace needlescope
