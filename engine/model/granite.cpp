// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// Granite: Llama with four multipliers.
Architecture readGranite(const ModelConfig &config)
{
    Architecture a = readLlama(config);
    a.embeddingScale = static_cast<float>(config.numberOr("embedding_multiplier", 1));
    a.attentionScale = static_cast<float>(config.numberOr("attention_multiplier", 1));
    a.residualScale = static_cast<float>(config.numberOr("residual_multiplier", 1));
    a.logitScale = static_cast<float>(1 / config.positiveOr("logits_scaling", 1));
    return a;
}

} // namespace needlescope
