// SPDX-License-Identifier: GPL-3.0-or-later
#include "shapes.h"

#include "api/engineerror.h"

#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace needlescope {

namespace {

nlohmann::json llama(int layers, int width, int heads, int kvHeads, int feedForward, int vocabulary, int context)
{
    return {{"architectures", {"LlamaForCausalLM"}}, {"model_type", "llama"}, {"hidden_size", width}, {"num_hidden_layers", layers},
        {"num_attention_heads", heads}, {"num_key_value_heads", kvHeads}, {"intermediate_size", feedForward}, {"vocab_size", vocabulary},
        {"max_position_embeddings", context}, {"rms_norm_eps", 1e-5}, {"rope_theta", 10000.0}, {"hidden_act", "silu"},
        {"tie_word_embeddings", false}, {"bos_token_id", 1}, {"eos_token_id", 2}};
}

nlohmann::json changed(nlohmann::json config, const nlohmann::json &changes)
{
    config.update(changes);
    return config;
}

const std::map<std::string, std::function<nlohmann::json()>> &shapes()
{
    static const std::map<std::string, std::function<nlohmann::json()>> all{
        {"llama-1m", [] { return llama(2, 128, 4, 2, 352, 1024, 4096); }}, // for trying out
        {"llama-134m", [] { return llama(12, 768, 12, 12, 2048, 32000, 32768 + 64); }}, // room for an answer behind 32K
        {"llama-1b", [] { return llama(22, 2048, 32, 4, 5632, 32000, 4096); }}, // TinyLlama
        {"llama-2-7b", [] { return llama(32, 4096, 32, 32, 11008, 32000, 4096); }},
        {"qwen2.5-0.5b",
            [] {
                return changed(llama(24, 896, 14, 2, 4864, 151936, 32768),
                    {{"architectures", {"Qwen2ForCausalLM"}}, {"model_type", "qwen2"}, {"rope_theta", 1000000.0}, {"rms_norm_eps", 1e-6},
                        {"tie_word_embeddings", true}, {"use_sliding_window", false}});
            }},
        {"mixtral-small",
            [] {
                return changed(llama(8, 1024, 16, 4, 3584, 32000, 32768),
                    {{"architectures", {"MixtralForCausalLM"}}, {"model_type", "mixtral"}, {"rope_theta", 1000000.0},
                        {"sliding_window", nullptr}, {"num_local_experts", 8}, {"num_experts_per_tok", 2}});
            }},
    };
    return all;
}

/// Collects tensors whose sizes keep the numbers of a forward pass around 1.
class Collector
{
public:
    void matrix(const std::string &name, std::int64_t out, std::int64_t in)
    {
        tensors.push_back({name + ".weight", {out, in}, 0, 1 / std::sqrt(static_cast<float>(in))});
    }
    void bias(const std::string &name, std::int64_t size) { tensors.push_back({name + ".bias", {size}, 0, 0.1F}); }
    void norm(const std::string &name, std::int64_t size) { tensors.push_back({name + ".weight", {size}, 1, 0.1F}); }

    void feedForward(const std::string &gate, const std::string &up, const std::string &down, std::int64_t width, std::int64_t inner)
    {
        matrix(gate, inner, width);
        matrix(up, inner, width);
        matrix(down, width, inner);
    }

    std::vector<RandomTensor> tensors;
};

} // namespace

std::int64_t RandomTensor::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::vector<std::string> shapeNames()
{
    std::vector<std::string> names;
    for (const auto &[name, config] : shapes())
        names.push_back(name);
    return names;
}

nlohmann::json shapeConfig(const std::string &shape)
{
    const auto found = shapes().find(shape);
    if (found == shapes().end())
        throw EngineError("There is no shape '{}'; needlescope-cli bench --help lists them.", shape);
    return found->second();
}

std::vector<RandomTensor> randomTensors(const nlohmann::json &config)
{
    const auto number = [&](const char *key) { return config.at(key).get<std::int64_t>(); };
    const std::int64_t width = number("hidden_size");
    const std::int64_t inner = number("intermediate_size");
    const std::int64_t keyWidth = width / number("num_attention_heads") * number("num_key_value_heads");
    const std::int64_t nExperts = config.value("num_local_experts", 0);
    Collector c;
    c.matrix("model.embed_tokens", number("vocab_size"), width);
    c.tensors.back().deviation = 1; // rows are looked up, not multiplied
    for (std::int64_t layer = 0; layer < number("num_hidden_layers"); ++layer) {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".";
        const std::map<std::string, std::int64_t> projections{{"q_proj", width}, {"k_proj", keyWidth}, {"v_proj", keyWidth}};
        c.norm(prefix + "input_layernorm", width);
        for (const auto &[name, size] : projections) {
            c.matrix(prefix + "self_attn." + name, size, width);
            if (config.at("model_type") == "qwen2")
                c.bias(prefix + "self_attn." + name, size);
        }
        c.matrix(prefix + "self_attn.o_proj", width, width);
        c.norm(prefix + "post_attention_layernorm", width);
        if (nExperts == 0)
            c.feedForward(prefix + "mlp.gate_proj", prefix + "mlp.up_proj", prefix + "mlp.down_proj", width, inner);
        else
            c.matrix(prefix + "block_sparse_moe.gate", nExperts, width);
        for (std::int64_t expert = 0; expert < nExperts; ++expert) {
            const std::string mine = prefix + "block_sparse_moe.experts." + std::to_string(expert) + ".";
            c.feedForward(mine + "w1", mine + "w3", mine + "w2", width, inner);
        }
    }
    c.norm("model.norm", width);
    if (!config.at("tie_word_embeddings").get<bool>())
        c.matrix("lm_head", number("vocab_size"), width);
    else
        c.tensors.front().deviation = 0.05F; // it multiplies at the end
    return c.tensors;
}

} // namespace needlescope
