// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

#include <cmath>

namespace needlescope {

/// Gemma: Llama with scaled embeddings and norms whose weights lie around 0.
Architecture readGemma(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    a.embeddingScale = std::sqrt(static_cast<float>(a.dModel));
    a.norm.weightOffset = 1;
    a.activation = readActivation(config, "hidden_activation", "gelu_pytorch_tanh"); // hidden_act says gelu and is not used
    if (config.flagOr("tie_word_embeddings", true))
        a.names.unembedding.clear();
    return a;
}

/// Gemma 2: norms behind the blocks too, soft caps, and a window on every other layer, the first one included.
Architecture readGemma2(const ModelConfig &config)
{
    Architecture a = readGemma(config);
    a.attentionScale = static_cast<float>(1 / std::sqrt(config.positiveOr("query_pre_attn_scalar", 256)));
    a.attentionSoftcap = static_cast<float>(config.has("attn_logit_softcapping") ? config.positive("attn_logit_softcapping") : 0);
    a.logitSoftcap = static_cast<float>(config.has("final_logit_softcapping") ? config.positive("final_logit_softcapping") : 0);
    a.windows = readWindows(config, a.nLayers, [](int layer) { return layer % 2 == 0; });
    const std::string layer = "model.layers.{}.";
    a.names.attentionPostNorm = layer + "post_attention_layernorm";
    a.names.feedForwardNorm = layer + "pre_feedforward_layernorm";
    a.names.feedForwardPostNorm = layer + "post_feedforward_layernorm";
    return a;
}

} // namespace needlescope
