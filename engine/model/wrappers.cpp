// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

namespace {

/// The text part of a model that sees images too. Its config lies under text_config, in older files beside the rest. An outer or an inner
/// key ties its unembedding. @p unread is a key that transformers reads only where the text part stands alone.
Architecture readTextPart(const ModelConfig &config, const std::string &textType, bool tiedByDefault, const std::string &unread = {})
{
    ModelConfig text = config.object("text_config").value_or(config).with({{"model_type", textType}}).without(unread);
    if (config.flagOr("tie_word_embeddings", tiedByDefault))
        text = text.with({{"tie_word_embeddings", true}});
    Architecture a = readArchitecture(text);
    a.names.spellings.insert(a.names.spellings.begin(),
        {{"model.", "model.language_model."}, {"model.", "language_model.model."}, {"lm_head", "language_model.lm_head"}});
    return a;
}

} // namespace

Architecture readGemma3(const ModelConfig &config)
{
    return readTextPart(config, "gemma3_text", true, "final_logit_softcapping");
}

Architecture readGemma4(const ModelConfig &config)
{
    return readTextPart(config, "gemma4_text", true);
}

Architecture readMistral3(const ModelConfig &config)
{
    const std::optional<ModelConfig> text = config.object("text_config");
    return readTextPart(config, text ? text->textOr("model_type", "mistral") : "mistral", true, "layer_types");
}

Architecture readQwen25Vl(const ModelConfig &config)
{
    return readTextPart(config, "qwen2_5_vl_text", false);
}

Architecture readQwen3Vl(const ModelConfig &config)
{
    return readTextPart(config, "qwen3_vl_text", false);
}

Architecture readQwen35(const ModelConfig &config)
{
    return readTextPart(config, "qwen3_5_text", false);
}

Architecture readQwen35Moe(const ModelConfig &config)
{
    return readTextPart(config, "qwen3_5_moe_text", false);
}

Architecture readLlama4(const ModelConfig &config)
{
    return readTextPart(config, "llama4_text", false);
}

} // namespace needlescope
