// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/attribution.h"

#include "model/transformer.h"

namespace needlescope {

namespace {

at::Tensor plain(const at::Tensor &tensor)
{
    return tensor.detach().to(at::TensorOptions(at::kCPU).dtype(at::kFloat), false, true);
}

float productOf(const at::Tensor &a, const at::Tensor &b)
{
    return (a.view(-1).to(at::kDouble) * b.view(-1).to(at::kDouble)).sum().item<float>();
}

/// The direction whose dot product with a part of @p x is what that part contributes to (norm(x) without its bias) . @p direction.
at::Tensor beforeNorm(const at::Tensor &direction, const at::Tensor &x, const Norm &norm)
{
    const bool centres = norm.parameters.kind == NormParameters::Kind::Layer;
    const at::Tensor centred = centres ? x - x.mean() : x;
    const at::Tensor scale = at::rsqrt(centred.square().mean() + norm.parameters.epsilon);
    const at::Tensor weighted = direction * plain(norm.weight) * scale;
    return centres ? weighted - weighted.mean() : weighted;
}

float biasOf(const at::Tensor &bias, const at::Tensor &direction)
{
    return bias.defined() ? productOf(plain(bias), direction) : 0;
}

} // namespace

void ResidualRecorder::embedded(const at::Tensor &residual)
{
    m_embedding = plain(residual);
}

void ResidualRecorder::attended(int layer, const at::Tensor &heads, const at::Tensor &output)
{
    m_heads[layer] = plain(heads);
    m_outputs[layer] = plain(output);
}

void ResidualRecorder::remembered(int layer, const at::Tensor &update)
{
    m_remembered[layer] = plain(update);
}

void ResidualRecorder::fedForward(const at::Tensor &update)
{
    m_feedForward.push_back(plain(update));
}

void ResidualRecorder::finished(const at::Tensor &residual)
{
    m_final = plain(residual);
}

LogitAttribution ResidualRecorder::attribute(const Architecture &a, const Weights &weights, std::int32_t token) const
{
    const at::Tensor unembedding = weights.unembedding.weight.widened(token, token + 1).view({1, -1}) * a.logitScale;
    const at::Tensor atEnd = beforeNorm(unembedding, m_final, weights.finalNorm); // (1, dModel)
    std::vector<float> scales(weights.layers.size() + 1, 1); // of what each layer adds, until the end
    for (std::size_t l = weights.layers.size(); l-- > 0;)
        scales[l] = scales[l + 1] * weights.layers[l].scale;
    LogitAttribution result;
    result.heads = HeadArray::Zero(a.nLayers, a.nHeads);
    result.embedding = productOf(m_embedding, atEnd * scales[0]);
    result.rest = biasOf(weights.finalNorm.bias, unembedding);
    if (weights.unembedding.bias.defined())
        result.rest += plain(weights.unembedding.bias)[token].item<float>();
    for (int layer = 0; layer < a.nLayers; ++layer) {
        const auto l = static_cast<std::size_t>(layer);
        const LayerWeights &w = weights.layers[l];
        const at::Tensor direction = atEnd * scales[l];
        result.feedForward.push_back(productOf(m_feedForward[l], direction));
        if (a.isRecurrent(layer))
            result.rest += productOf(m_remembered.at(layer), direction);
        if (!a.hasHeads(layer))
            continue;
        const Norm &post = w.attentionPostNorm;
        const at::Tensor ofUpdate = direction * (a.attentionOutputScale * a.residualScale);
        const at::Tensor ofOutput = post.defined() ? beforeNorm(ofUpdate, m_outputs.at(layer), post) : ofUpdate;
        const HeadShape shape = a.headShape(layer);
        const at::Tensor ofHeads = at::matmul(ofOutput, w.output.weight.widened(0, w.output.weight.rows())); // (1, nHeads * dValue)
        const at::Tensor each = (ofHeads * m_heads.at(layer)).view({shape.nHeads, shape.dValue}).sum(1, false, at::kDouble).to(at::kFloat);
        for (int head = 0; head < shape.nHeads; ++head)
            result.heads(layer, head) = each[head].item<float>();
        result.rest += biasOf(w.output.bias, ofOutput) + (post.defined() ? biasOf(post.bias, ofUpdate) : 0);
    }
    const at::Tensor centred = weights.finalNorm.parameters.kind == NormParameters::Kind::Layer ? m_final - m_final.mean() : m_final;
    const at::Tensor normed
        = centred * at::rsqrt(centred.square().mean() + weights.finalNorm.parameters.epsilon) * plain(weights.finalNorm.weight);
    result.logit = productOf(normed, unembedding) + biasOf(weights.finalNorm.bias, unembedding);
    if (weights.unembedding.bias.defined())
        result.logit += plain(weights.unembedding.bias)[token].item<float>();
    return result;
}

} // namespace needlescope
