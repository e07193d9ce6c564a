// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

/// SmolLM 3: Llama without rotations in some layers.
Architecture readSmolLm3(const ModelConfig &file)
{
    const ModelConfig config = file.withDefaults(
        {{"num_key_value_heads", 4}, {"max_position_embeddings", 32768}, {"rope_theta", 2e6}, {"tie_word_embeddings", true}});
    Architecture a = readLlama(config);
    const int interval = config.integerOr("no_rope_layer_interval", 1, mostLayers, 4);
    std::vector<std::int32_t> rotated = config.ids("no_rope_layers"); // 1: rotated
    for (int layer = 0; layer < a.nLayers && !config.has("no_rope_layers"); ++layer)
        rotated.push_back((layer + 1) % interval != 0);
    if (static_cast<int>(rotated.size()) < a.nLayers)
        config.refuse("no_rope_layers", Sentence("a list of {} numbers", a.nLayers));
    const auto rotates = [&](int layer) { return rotated[static_cast<std::size_t>(layer)] != 0; };
    const bool slides = config.flagOr("use_sliding_window", false);
    a.windows = readWindows(config, a.nLayers, [&](int layer) { return slides && !rotates(layer); });
    leaveUnrotated(a, rotates);
    return a;
}

} // namespace needlescope
