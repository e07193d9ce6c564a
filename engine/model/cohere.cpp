// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

namespace {

/// Attention and feed-forward read one norm, which adds no bias, of one residual stream.
Architecture readCohereDecoder(const ModelConfig &config)
{
    Architecture a = readDecoder(config);
    readAttentionBias(config, a);
    a.norm = {NormParameters::Kind::Layer, static_cast<float>(config.positiveOr("layer_norm_eps", 1e-5)), 0, false};
    a.parallelResidual = true;
    a.interleavedRows = a.rope.size;
    a.logitScale = static_cast<float>(config.numberOr("logit_scale", 0.0625));
    a.names.feedForwardNorm = a.names.attentionNorm;
    return a;
}

} // namespace

/// Cohere's Command R.
Architecture readCohere(const ModelConfig &file)
{
    const ModelConfig config
        = file.withDefaults({{"max_position_embeddings", 8192}, {"rope_theta", 500000}, {"tie_word_embeddings", true}});
    Architecture a = readCohereDecoder(config);
    if (config.flagOr("use_qk_norm", false)) {
        a.headNorm = HeadNorm::Own;
        nameHeadNorms(a);
    }
    return a;
}

/// Command A and R7B: windows on most layers, and no rotations in the others.
Architecture readCohere2(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"max_position_embeddings", 8192}, {"tie_word_embeddings", true}, {"sliding_window", 4096}, {"sliding_window_pattern", 4}});
    Architecture a = readCohereDecoder(config);
    const int pattern = config.integer("sliding_window_pattern", 1, mostLayers);
    a.windows = readWindows(config, a.nLayers, [pattern](int layer) { return (layer + 1) % pattern != 0; });
    leaveUnrotated(a, [&](int layer) { return a.windows[static_cast<std::size_t>(layer)] > 0; });
    return a;
}

} // namespace needlescope
