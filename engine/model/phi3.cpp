// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Phi-3, 3.5 and 4: Llama with fused projections.
Architecture readPhi3(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    a.windows = readWindows(config, a.nLayers, [](int) { return true; });
    a.attentionFusion = a.feedForwardFusion = Fusion::Stacked;
    a.names.query = "model.layers.{}.self_attn.qkv_proj";
    a.names.gate = "model.layers.{}.mlp.gate_up_proj";
    return a;
}

} // namespace needlescope
