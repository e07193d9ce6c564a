// SPDX-License-Identifier: GPL-3.0-or-later
#include "tinycheckpoint.h"

#include "files/safetensors.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <random>

namespace needlescope {

namespace {

/// Cut to the 8 significant bits of bf16, and to 0 below the normal numbers of f16.
float rounded(float number)
{
    const float cut = std::bit_cast<float>(std::bit_cast<std::uint32_t>(number) & 0xffff0000U);
    return std::abs(cut) < 6.2e-5F ? 0.0F : cut;
}

std::uint16_t narrowed(float number, const std::string &dtype)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    if (dtype == "BF16")
        return static_cast<std::uint16_t>(bits >> 16);
    const std::uint32_t exponent = bits >> 23 & 0xff;
    if (exponent == 0)
        return 0;
    return static_cast<std::uint16_t>((bits >> 16 & 0x8000) | (exponent - 127 + 15) << 10 | (bits >> 13 & 0x3ff));
}

std::vector<std::byte> encoded(const std::vector<float> &numbers, const std::string &dtype)
{
    std::vector<std::byte> bytes(numbers.size() * (dtype == "F32" ? 4 : 2));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::uint16_t narrow = narrowed(numbers[i], dtype);
        if (dtype == "F32")
            std::memcpy(bytes.data() + 4 * i, &numbers[i], 4);
        else
            std::memcpy(bytes.data() + 2 * i, &narrow, 2);
    }
    return bytes;
}

void writeJson(const std::filesystem::path &file, const nlohmann::json &json)
{
    std::ofstream(file) << json.dump(2);
}

} // namespace

TinyCheckpoint::TinyCheckpoint(const nlohmann::json &changes)
    : config({{"architectures", {"LlamaForCausalLM"}}, {"model_type", "llama"}, {"hidden_size", 24}, {"num_hidden_layers", 3},
        {"num_attention_heads", 4}, {"num_key_value_heads", 2}, {"head_dim", 10}, {"intermediate_size", 37}, {"vocab_size", 64},
        {"max_position_embeddings", 512}, {"rms_norm_eps", 1e-5}, {"tie_word_embeddings", false}, {"eos_token_id", 2}})
{
    config.update(changes);
    std::mt19937 random(7);
    const auto make = [&](const std::string &name, std::vector<std::int64_t> shape, float mean, float deviation) {
        std::normal_distribution<float> distribution(mean, deviation);
        Tensor tensor{std::move(shape), {}};
        std::int64_t n = 1;
        for (const std::int64_t extent : tensor.shape)
            n *= extent;
        for (std::int64_t i = 0; i < n; ++i)
            tensor.numbers.push_back(rounded(distribution(random)));
        tensors.emplace(name, std::move(tensor));
    };
    const auto number = [&](const char *key) { return config.at(key).get<std::int64_t>(); };
    const std::int64_t d = number("hidden_size");
    const std::int64_t ff = number("intermediate_size");
    const std::int64_t queries = number("num_attention_heads") * number("head_dim");
    const std::int64_t keys = number("num_key_value_heads") * number("head_dim");
    const auto type = config.at("model_type").get<std::string>();
    const float normMean = type == "gemma" ? 0 : 1;
    const auto makeFeedForward = [&](const std::string &prefix, std::int64_t width) {
        make(prefix + "gate_proj.weight", {width, d}, 0, 0.3F);
        make(prefix + "up_proj.weight", {width, d}, 0, 0.3F);
        make(prefix + "down_proj.weight", {d, width}, 0, 0.3F);
    };
    make("model.embed_tokens.weight", {number("vocab_size"), d}, 0, 1);
    for (std::int64_t layer = 0; layer < number("num_hidden_layers"); ++layer) {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".";
        make(prefix + "input_layernorm.weight", {d}, normMean, 0.2F);
        make(prefix + "self_attn.q_proj.weight", {queries, d}, 0, 0.4F);
        make(prefix + "self_attn.k_proj.weight", {keys, d}, 0, 0.4F);
        make(prefix + "self_attn.v_proj.weight", {keys, d}, 0, 0.3F);
        make(prefix + "self_attn.o_proj.weight", {d, queries}, 0, 0.3F);
        make(prefix + "post_attention_layernorm.weight", {d}, normMean, 0.2F);
        if (type.starts_with("qwen2")) {
            make(prefix + "self_attn.q_proj.bias", {queries}, 0, 0.3F);
            make(prefix + "self_attn.k_proj.bias", {keys}, 0, 0.3F);
            make(prefix + "self_attn.v_proj.bias", {keys}, 0, 0.3F);
        }
        if (type.starts_with("qwen3")) {
            make(prefix + "self_attn.q_norm.weight", {number("head_dim")}, 1, 0.2F);
            make(prefix + "self_attn.k_norm.weight", {number("head_dim")}, 1, 0.2F);
        }
        if (!type.ends_with("_moe") || layer == 1) { // the cases keep layer 1 dense
            makeFeedForward(prefix + "mlp.", ff);
            continue;
        }
        make(prefix + "mlp.gate.weight", {number("num_experts"), d}, 0, 0.4F);
        for (std::int64_t expert = 0; expert < number("num_experts"); ++expert)
            makeFeedForward(prefix + "mlp.experts." + std::to_string(expert) + ".", number("moe_intermediate_size"));
        if (config.contains("shared_expert_intermediate_size")) {
            makeFeedForward(prefix + "mlp.shared_expert.", number("shared_expert_intermediate_size"));
            make(prefix + "mlp.shared_expert_gate.weight", {1, d}, 0, 0.4F);
        }
    }
    make("model.norm.weight", {d}, normMean, 0.2F);
    if (!config.at("tie_word_embeddings").get<bool>())
        make("lm_head.weight", {number("vocab_size"), d}, 0, 0.5F);
}

void TinyCheckpoint::write(const std::filesystem::path &directory, const std::string &dtype, int nShards) const
{
    std::filesystem::create_directories(directory);
    writeJson(directory / "config.json", config);
    std::map<std::string, std::vector<std::byte>> bytes;
    std::vector<std::map<std::string, TensorView>> shards(static_cast<std::size_t>(nShards));
    std::vector<std::string> files;
    for (int shard = 1; shard <= nShards; ++shard)
        files.push_back(nShards == 1 ? "model.safetensors" : "model-" + std::to_string(shard) + ".safetensors");
    nlohmann::json weightMap = nlohmann::json::object();
    std::size_t next = 0;
    for (const auto &[name, tensor] : tensors) {
        const std::vector<std::byte> &data = bytes[name] = encoded(tensor.numbers, dtype);
        const std::size_t shard = next++ % shards.size();
        shards[shard].emplace(name, TensorView{dtype, tensor.shape, data});
        weightMap[name] = files[shard];
    }
    for (std::size_t shard = 0; shard < shards.size(); ++shard)
        writeSafetensors(directory / files[shard], shards[shard], {{"format", "pt"}});
    if (nShards > 1)
        writeJson(directory / "model.safetensors.index.json", {{"weight_map", weightMap}});
}

} // namespace needlescope
