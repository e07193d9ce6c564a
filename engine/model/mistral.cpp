// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Mistral: Llama, in some versions with a window on every layer.
Architecture readMistral(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    a.windows = readWindows(config, a.nLayers, [](int) { return true; });
    return a;
}

/// Mixtral: Mistral with experts.
Architecture readMixtral(const ModelConfig &config)
{
    Architecture a = readMistral(config);
    a.mixture.nExperts = config.integer("num_local_experts", 1, mostExperts);
    a.mixture.nChosen = config.integer("num_experts_per_tok", 1, a.mixture.nExperts);
    a.mixture.dFeedForward = a.dFeedForward;
    a.mixture.normalized = true;
    const std::string mixture = "model.layers.{}.block_sparse_moe.";
    a.names.router = mixture + "gate";
    a.names.expertGate = mixture + "experts.<>.w1";
    a.names.expertUp = mixture + "experts.<>.w3";
    a.names.expertDown = mixture + "experts.<>.w2";
    return a;
}

} // namespace needlescope
