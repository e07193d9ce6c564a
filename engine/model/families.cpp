// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

std::span<const Family> families()
{
    static const Family known[] = {
        {"llama", readLlama},
        {"arcee", readArcee},
        {"apertus", readApertus},
        {"mistral", readMistral},
        {"ministral", readMinistral},
        {"ministral3", readMinistral3},
        {"mistral3", readMistral3},
        {"mixtral", readMixtral},
        {"qwen2", readQwen2},
        {"qwen2_moe", readQwen2Moe},
        {"qwen2_5_vl", readQwen25Vl},
        {"qwen2_5_vl_text", readQwen25VlText},
        {"qwen3", readQwen3},
        {"qwen3_moe", readQwen3Moe},
        {"qwen3_vl", readQwen3Vl},
        {"qwen3_vl_text", readQwen3VlText},
        {"phi3", readPhi3},
        {"phimoe", readPhiMoe},
        {"gemma", readGemma},
        {"gemma2", readGemma2},
        {"gemma3", readGemma3},
        {"gemma4", readGemma4},
        {"gemma4_text", readGemma4Text},
        {"gemma3_text", readGemma3Text},
        {"gpt_neox", readGptNeoX},
        {"gpt2", readGpt2},
        {"olmo2", readOlmo2},
        {"olmo3", readOlmo3},
        {"olmoe", readOlmoe},
        {"exaone4", readExaone4},
        {"smollm3", readSmolLm3},
        {"cohere", readCohere},
        {"cohere2", readCohere2},
        {"glm", readGlm},
        {"glm4", readGlm4},
        {"ernie4_5", readErnie45},
        {"ernie4_5_moe", readErnie45Moe},
        {"granite", readGranite},
        {"stablelm", readStableLm},
        {"starcoder2", readStarCoder2},
        {"nemotron", readNemotron},
        {"hunyuan_v1_dense", readHunYuanDense},
        {"hunyuan_v1_moe", readHunYuanMoe},
        {"seed_oss", readSeedOss},
        {"deepseek_v2", readDeepSeek2},
        {"deepseek_v3", readDeepSeek3},
        {"kimi_linear", readKimiLinear},
        {"glm4_moe", readGlm4Moe},
        {"gpt_oss", readGptOss},
        {"llama4", readLlama4},
        {"llama4_text", readLlama4Text},
        {"lfm2", readLfm2},
        {"granitemoehybrid", readGraniteHybrid},
        {"glm4_moe_lite", readGlm4MoeLite},
        {"dots1", readDots1},
        {"minimax", readMiniMax},
        {"minimax_text_01", readMiniMax},
        {"minimax_m1", readMiniMax},
        {"minimax_m2", readMiniMaxM2},
        {"granitemoe", readGraniteMoe},
        {"granitemoeshared", readGraniteMoeShared},
        {"lfm2_moe", readLfm2Moe},
        {"bamba", readBamba},
        {"falcon_h1", readFalconH1},
        {"qwen3_next", readQwen3Next},
        {"qwen3_5", readQwen35},
        {"qwen3_5_text", readQwen35Text},
        {"qwen3_5_moe", readQwen35Moe},
        {"qwen3_5_moe_text", readQwen35MoeText},
    };
    return known;
}

void refuseOtherThanSilu(const ModelConfig &config, const Architecture &a)
{
    if (a.activation != Activation::Silu)
        config.refuse("hidden_act", "silu");
}

ModelConfig withRotatedShare(const ModelConfig &config, double share)
{
    if (config.has(rotatedShare))
        return config;
    const double own = config.positiveOr("partial_rotary_factor", share);
    return config.with({{rotatedShare, ropeParametersOf(config).positiveOr("partial_rotary_factor", own)}});
}

ModelConfig withRotatedNumbers(const ModelConfig &config)
{
    const bool told = ropeParametersOf(config).has("partial_rotary_factor") || config.has("partial_rotary_factor");
    if (told || !config.has("rotary_dim"))
        return withRotatedShare(config, 1);
    const int size = config.has("head_dim")
        ? config.integer("head_dim", 2, widestHead)
        : config.integer("hidden_size", 1, widestModel) / config.integer("num_attention_heads", 1, mostHeads);
    const int rotated = config.integer("rotary_dim", 2, size);
    return withRotatedShare(config, rotated == size ? 1 : (rotated + 0.5) / size); // which is cut to whole numbers
}

void nameHeadNorms(Architecture &a)
{
    a.names.queryNorm = "model.layers.{}.self_attn.q_norm";
    a.names.keyNorm = "model.layers.{}.self_attn.k_norm";
}

void nameExperts(Architecture &a)
{
    const std::string mlp = "model.layers.{}.mlp.";
    a.names.router = mlp + "gate";
    a.names.expertGate = mlp + "experts.<>.gate_proj";
    a.names.expertUp = mlp + "experts.<>.up_proj";
    a.names.expertDown = mlp + "experts.<>.down_proj";
    nameStackedExperts(a, mlp);
}

void nameStackedExperts(Architecture &a, const std::string &block)
{
    a.names.stackedGateUp = block + "experts.gate_up_proj";
    a.names.stackedDown = block + "experts.down_proj";
}

void nameSharedExperts(Architecture &a, const std::string &block)
{
    a.names.sharedGate = block + "gate_proj";
    a.names.sharedUp = block + "up_proj";
    a.names.sharedDown = block + "down_proj";
}

void nameSparseBlock(Architecture &a)
{
    const std::string block = "model.layers.{}.block_sparse_moe.";
    a.names.router = block + "gate";
    a.names.expertGate = block + "experts.<>.w1";
    a.names.expertUp = block + "experts.<>.w3";
    a.names.expertDown = block + "experts.<>.w2";
    // As transformers 5 writes it.
    const std::string mlp = "model.layers.{}.mlp.";
    a.names.stackedRouter = mlp + "gate";
    nameStackedExperts(a, mlp);
}

} // namespace needlescope
