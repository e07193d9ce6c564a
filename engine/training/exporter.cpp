// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/bytepairs.h"
#include "training/checkpoint.h"
#include "training/trainer.h"

#include "api/engineerror.h"
#include "model/safetensors.h"
#include "text/tokenizer.h"

#include <ATen/core/grad_mode.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace needlescope {

namespace {

using Json = nlohmann::ordered_json;

constexpr int TrainedLength = 512;

Json configOf(const ModelShape &shape, std::int64_t positions)
{
    return {{"architectures", {"LlamaForCausalLM"}}, {"model_type", "llama"}, {"hidden_size", shape.dModel()},
        {"intermediate_size", shape.dFfn}, {"num_hidden_layers", shape.layers}, {"num_attention_heads", shape.heads},
        {"num_key_value_heads", shape.heads}, {"head_dim", shape.headDim}, {"hidden_act", "silu"}, {"max_position_embeddings", positions},
        {"rms_norm_eps", shape.normEpsilon}, {"rope_theta", shape.ropeTheta}, {"attention_bias", false}, {"mlp_bias", false},
        {"tie_word_embeddings", true}, {"vocab_size", shape.vocabulary}, {"bos_token_id", BosId}, {"eos_token_id", EosId},
        {"pad_token_id", PadId}, {"torch_dtype", "bfloat16"}};
}

/// Names and slices as transformers' Llama spells them.
std::vector<NamedTensor> llamaTensors(const LanguageModel &model)
{
    const auto d = model.shape().dModel();
    const auto f = model.shape().dFfn;
    std::vector<NamedTensor> out;
    for (const auto &[name, value] : model.parameters()) {
        const auto dot = name.rfind('.');
        const auto last = name.substr(dot == std::string::npos ? 0 : dot + 1);
        const auto prefix = "model." + name.substr(0, dot + 1);
        if (last == "embedding")
            out.push_back({"model.embed_tokens.weight", value});
        else if (last == "finalNorm")
            out.push_back({"model.norm.weight", value});
        else if (last == "norm1")
            out.push_back({prefix + "input_layernorm.weight", value});
        else if (last == "norm2")
            out.push_back({prefix + "post_attention_layernorm.weight", value});
        else if (last == "o")
            out.push_back({prefix + "self_attn.o_proj.weight", value});
        else if (last == "down")
            out.push_back({prefix + "mlp.down_proj.weight", value});
        else if (last == "gateUp") {
            out.push_back({prefix + "mlp.gate_proj.weight", value.slice(0, 0, f)});
            out.push_back({prefix + "mlp.up_proj.weight", value.slice(0, f)});
        } else {
            out.push_back({prefix + "self_attn.q_proj.weight", value.slice(0, 0, d)});
            out.push_back({prefix + "self_attn.k_proj.weight", value.slice(0, d, 2 * d)});
            out.push_back({prefix + "self_attn.v_proj.weight", value.slice(0, 2 * d)});
        }
    }
    return out;
}

void writeJson(const std::filesystem::path &file, const Json &json)
{
    std::ofstream out(file, std::ios::binary);
    out << json.dump(2) << "\n";
    if (!out)
        throw EngineError("The file " + file.string() + " cannot be written; check the folder's permissions and the free space.");
}

} // namespace

void exportModel(const std::filesystem::path &training, const std::filesystem::path &directory)
{
    const at::NoGradGuard noGradients;
    const auto checkpoint = readCheckpoint(training / "checkpoint.safetensors");
    const auto model = modelOf(checkpoint, at::kCPU);
    std::filesystem::create_directories(directory);

    std::map<std::string, TensorView> views;
    std::vector<at::Tensor> halves;
    for (const auto &[name, value] : llamaTensors(model)) {
        halves.push_back(value.to(at::kBFloat16).contiguous());
        views[name] = {"BF16", value.sizes().vec(),
            {static_cast<const std::byte *>(halves.back().data_ptr()), static_cast<std::size_t>(value.numel()) * 2}};
    }
    writeSafetensors(directory / "model.safetensors", views, {{"format", "pt"}});

    std::int64_t positions = TrainedLength;
    for (const auto &stage : Recipe::parse(checkpoint.state.recipe, "in the checkpoint").stages)
        positions = std::max<std::int64_t>(positions, stage.lengths.back());
    writeJson(directory / "config.json", configOf(checkpoint.state.shape, positions));
    std::filesystem::copy_file(
        training / "tokenizer.json", directory / "tokenizer.json", std::filesystem::copy_options::overwrite_existing);
    // An answer ends with a new line, so generation stops there.
    const auto newLine = Tokenizer::load(directory)->idOf("Ċ");
    writeJson(directory / "generation_config.json",
        {{"bos_token_id", BosId}, {"eos_token_id", {EosId, newLine}}, {"pad_token_id", PadId}, {"do_sample", false}});
}

} // namespace needlescope
