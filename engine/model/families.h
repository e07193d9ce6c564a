// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/modelconfig.h"

#include <span>
#include <string>

namespace needlescope {

// The bounds leave room for every published model and keep products of them inside 64 bits.
inline constexpr int mostLayers = 4096;
inline constexpr int mostHeads = 4096;
inline constexpr int mostExperts = 4096;
inline constexpr int widestHead = 4096;
inline constexpr int widestModel = 1 << 18;
inline constexpr int widestFeedForward = 1 << 20;
inline constexpr int largestVocabulary = 1 << 24;
inline constexpr int longestContext = 1 << 28;

/// Models whose config.json and weight names have one form.
struct Family
{
    std::string modelType; ///< `model_type` of config.json
    Architecture (*read)(const ModelConfig &); ///< throws EngineError
};

/// All that are known.
std::span<const Family> families();

/// Llama's form without its biases: what most families begin with.
Architecture readDecoder(const ModelConfig &config);

/// attention_bias, of queries, keys, values and the output alike.
void readAttentionBias(const ModelConfig &config, Architecture &a);

/// For layers that keep a state, whose convolution or gate has the activation of the feed-forward blocks. Throws EngineError.
void refuseOtherThanSilu(const ModelConfig &config, const Architecture &a);

/// The key of what share of each head is rotated, for families that rotate a part: others ignore partial_rotary_factor.
inline constexpr auto rotatedShare = "rotated_share";

/// @p config with its partial_rotary_factor, of its own or among the rope parameters, as the share that is rotated, or else @p share.
ModelConfig withRotatedShare(const ModelConfig &config, double share);

/// The same, where some files have rotary_dim in its place.
ModelConfig withRotatedNumbers(const ModelConfig &config);

/// What most families call the norms of queries and keys.
void nameHeadNorms(Architecture &a);

/// Router and experts as most families name them, one by one or stacked.
void nameExperts(Architecture &a);

/// Experts of @p block ("model.layers.{}.mlp.") in one tensor for gates and ups and one for downs.
void nameStackedExperts(Architecture &a, const std::string &block);

/// The experts that every token takes, or the one that they are made of, in @p block ("model.layers.{}.mlp.shared_experts.").
void nameSharedExperts(Architecture &a, const std::string &block);

/// Router and experts as Mixtral names them.
void nameSparseBlock(Architecture &a);

Architecture readLlama(const ModelConfig &config);
Architecture readArcee(const ModelConfig &config);
Architecture readApertus(const ModelConfig &config);
Architecture readMistral(const ModelConfig &config);
Architecture readMinistral(const ModelConfig &config);
Architecture readMinistral3(const ModelConfig &config);
Architecture readMistral3(const ModelConfig &config);
Architecture readMixtral(const ModelConfig &config);
Architecture readQwen2(const ModelConfig &config);
Architecture readQwen2Moe(const ModelConfig &config);
Architecture readQwen25Vl(const ModelConfig &config);
Architecture readQwen25VlText(const ModelConfig &config);
Architecture readQwen3(const ModelConfig &config);
Architecture readQwen3Moe(const ModelConfig &config);
Architecture readQwen3Vl(const ModelConfig &config);
Architecture readQwen3VlText(const ModelConfig &config);
Architecture readPhi3(const ModelConfig &config);
Architecture readPhiMoe(const ModelConfig &config);
Architecture readGemma(const ModelConfig &config);
Architecture readGemma2(const ModelConfig &config);
Architecture readGemma3(const ModelConfig &config);
Architecture readGemma4(const ModelConfig &config);
Architecture readGemma4Text(const ModelConfig &config);
Architecture readGemma3Text(const ModelConfig &config);
Architecture readGptNeoX(const ModelConfig &config);
Architecture readGpt2(const ModelConfig &config);
Architecture readOlmo2(const ModelConfig &config);
Architecture readOlmo3(const ModelConfig &config);
Architecture readOlmoe(const ModelConfig &config);
Architecture readExaone4(const ModelConfig &config);
Architecture readSmolLm3(const ModelConfig &config);
Architecture readCohere(const ModelConfig &config);
Architecture readCohere2(const ModelConfig &config);
Architecture readGlm(const ModelConfig &config);
Architecture readGlm4(const ModelConfig &config);
Architecture readErnie45(const ModelConfig &config);
Architecture readErnie45Moe(const ModelConfig &config);
Architecture readGranite(const ModelConfig &config);
Architecture readStableLm(const ModelConfig &config);
Architecture readStarCoder2(const ModelConfig &config);
Architecture readNemotron(const ModelConfig &config);
Architecture readHunYuanDense(const ModelConfig &config);
Architecture readHunYuanMoe(const ModelConfig &config);
Architecture readSeedOss(const ModelConfig &config);
Architecture readDeepSeek2(const ModelConfig &config);
Architecture readDeepSeek3(const ModelConfig &config);
Architecture readKimiLinear(const ModelConfig &config);
Architecture readGlm4Moe(const ModelConfig &config);
Architecture readGptOss(const ModelConfig &config);
Architecture readLlama4(const ModelConfig &config);
Architecture readLlama4Text(const ModelConfig &config);
Architecture readLfm2(const ModelConfig &config);
Architecture readGraniteHybrid(const ModelConfig &config);
Architecture readGlm4MoeLite(const ModelConfig &config);
Architecture readDots1(const ModelConfig &config);
Architecture readMiniMax(const ModelConfig &config);
Architecture readMiniMaxM2(const ModelConfig &config);
Architecture readGraniteMoe(const ModelConfig &config);
Architecture readGraniteMoeShared(const ModelConfig &config);
Architecture readLfm2Moe(const ModelConfig &config);
Architecture readBamba(const ModelConfig &config);
Architecture readFalconH1(const ModelConfig &config);
Architecture readQwen3Next(const ModelConfig &config);
Architecture readQwen35(const ModelConfig &config);
Architecture readQwen35Text(const ModelConfig &config);
Architecture readQwen35Moe(const ModelConfig &config);
Architecture readQwen35MoeText(const ModelConfig &config);

/// Which layers keep a state, by the list of their types under @p key or, where there is none, @p otherwise; empty: none does. Throws
/// EngineError for other types, and where no layer attends.
std::vector<bool> readRecurrentLayers(const ModelConfig &config, const std::string &key, int nLayers,
    const std::vector<std::string> &recurrent, const std::vector<std::string> &attending, const std::function<bool(int)> &otherwise);

} // namespace needlescope
