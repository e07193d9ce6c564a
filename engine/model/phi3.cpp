// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Phi-3, 3.5 and 4: Llama with fused projections.
Architecture readPhi3(const ModelConfig &file)
{
    ModelConfig config
        = file.withDefaults({{"max_position_embeddings", 4096}, {"original_max_position_embeddings", 4096}, {"rms_norm_eps", 1e-5}});
    const ModelConfig parameters = ropeParametersOf(config);
    const std::string type = parameters.textOr("rope_type", parameters.textOr("type", "default"));
    if (type == "su" || type == "yarn") // as the first releases call it
        config = config.withRopeParameters(parameters.with({{"rope_type", "longrope"}}));
    else if (type != "default" && type != "longrope")
        parameters.refuse(parameters.has("rope_type") ? "rope_type" : "type", "longrope");
    Architecture a = readDecoder(config);
    a.windows = readWindowOfAll(config, a.nLayers);
    a.attentionFusion = a.feedForwardFusion = Fusion::Stacked;
    a.names.query = "model.layers.{}.self_attn.qkv_proj";
    a.names.gate = "model.layers.{}.mlp.gate_up_proj";
    return a;
}

} // namespace needlescope
