// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/modelfolder.h"

#include "training/bytepairs.h"
#include "training/checkpoint.h"
#include "training/filled.h"
#include "training/optimizer.h"

#include "api/engineerror.h"
#include "model/checkpoint.h"
#include "model/modelconfig.h"

#include <ATen/core/grad_mode.h>

#include <cstring>

namespace needlescope {

namespace {

/// Our names of one layer's parameters to theirs.
class LayerNames
{
public:
    LayerNames(const WeightNames &names, const Architecture &shape)
        : m_names(names)
        , m_width(shape.nHeads * shape.dHead)
        , m_ffn(shape.dFeedForward)
    {
    }

    /// @p name without "layers.N.".
    void add(const std::string &layer, const std::string &name, const at::Tensor &value, std::vector<NamedTensor> &out) const
    {
        const auto put = [&](const std::string &pattern, const at::Tensor &part, const std::string &expert = {}) {
            out.push_back({filled(filled(pattern, "{}", layer), "<>", expert) + ".weight", part});
        };
        const bool ofExpert = name.starts_with("experts.");
        const auto expert = ofExpert ? name.substr(8, name.rfind('.') - 8) : std::string();
        const auto last = name.substr(name.rfind('.') + 1);
        if (last == "norm1") {
            put(m_names.attentionNorm, value);
        } else if (last == "norm2") {
            put(m_names.feedForwardNorm, value);
        } else if (last == "o") {
            put(m_names.output, value);
        } else if (last == "router") {
            put(m_names.router, value);
        } else if (last == "down") {
            put(ofExpert ? m_names.expertDown : m_names.down, value, expert);
        } else if (last == "gateUp") {
            put(ofExpert ? m_names.expertGate : m_names.gate, value.slice(0, 0, m_ffn), expert);
            put(ofExpert ? m_names.expertUp : m_names.up, value.slice(0, m_ffn), expert);
        } else {
            put(m_names.query, value.slice(0, 0, m_width));
            put(m_names.key, value.slice(0, m_width, 2 * m_width));
            put(m_names.value, value.slice(0, 2 * m_width));
        }
    }

private:
    const WeightNames &m_names;
    std::int64_t m_width;
    std::int64_t m_ffn;
};

at::Tensor floatsOf(const TensorView &view)
{
    const bool half = view.dtype == "BF16";
    if (!half && view.dtype != "F32")
        throw EngineError("The weights are of type {}, and a training continues bf16 or f32; export the model anew.", view.dtype);
    auto tensor = at::empty(view.shape, half ? at::kBFloat16 : at::kFloat);
    std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
    return tensor.to(at::kFloat);
}

std::vector<std::pair<int, int>> zeroHeads(const LanguageModel &model)
{
    std::vector<std::pair<int, int>> off;
    for (int layer = 0; layer < model.shape().nLayers; ++layer) {
        const auto norms = headNorms(model, layer);
        for (std::size_t head = 0; head < norms.size(); ++head) {
            if (norms[head] == 0)
                off.emplace_back(layer, static_cast<int>(head));
        }
    }
    return off;
}

} // namespace

nlohmann::ordered_json huggingFaceConfig(const Architecture &shape, int positions)
{
    const bool experts = shape.mixture.nExperts > 0;
    nlohmann::ordered_json config{{"architectures", {experts ? "MixtralForCausalLM" : "LlamaForCausalLM"}},
        {"model_type", experts ? "mixtral" : "llama"}, {"hidden_size", shape.dModel}, {"intermediate_size", shape.dFeedForward},
        {"num_hidden_layers", shape.nLayers}, {"num_attention_heads", shape.nHeads}, {"num_key_value_heads", shape.nHeads},
        {"head_dim", shape.dHead}, {"hidden_act", "silu"}, {"max_position_embeddings", positions}, {"rms_norm_eps", 1e-5},
        {"rope_theta", shape.rope.theta}, {"attention_bias", false}, {"mlp_bias", false}, {"tie_word_embeddings", true},
        {"vocab_size", shape.vocabularySize}, {"bos_token_id", BosId}, {"eos_token_id", EosId}, {"pad_token_id", PadId},
        {"torch_dtype", "bfloat16"}};
    if (experts) {
        config["num_local_experts"] = shape.mixture.nExperts;
        config["num_experts_per_tok"] = shape.mixture.nChosen;
    }
    return config;
}

std::vector<NamedTensor> huggingFaceTensors(const LanguageModel &model, const WeightNames &names)
{
    const LayerNames layerNames(names, model.shape());
    std::vector<NamedTensor> out;
    for (const auto &[name, value] : model.parameters()) {
        if (name == "embedding") {
            out.push_back({names.embedding + ".weight", value});
        } else if (name == "finalNorm") {
            out.push_back({names.finalNorm + ".weight", value});
        } else {
            const auto dot = name.find('.', 7);
            layerNames.add(name.substr(7, dot - 7), name.substr(dot + 1), value, out);
        }
    }
    return out;
}

StartingPoint readStartingPoint(const std::filesystem::path &folder, at::Device device, at::ScalarType computeType)
{
    const at::NoGradGuard noGradients;
    if (std::filesystem::exists(folder / checkpointName)) {
        const auto checkpoint = readCheckpoint(folder / checkpointName);
        return {modelOf(checkpoint, device, computeType), checkpoint.state.offHeads, checkpoint.state.copyAccuracy};
    }
    const auto shape = readArchitecture(folder);
    if (shape.dHead % 16 != 0 || shape.nHeads != shape.nKvHeads || !shape.tied)
        throw EngineError("The model in {} is not one that is trained here (as many keys as queries, tied embeddings); continue one that "
                          "needlescope-train exported.",
            folder.string());
    LanguageModel model(shape, 0, device, computeType);
    const auto weights = Checkpoint::open(folder);
    for (const auto &[name, value] : huggingFaceTensors(model, shape.names)) {
        auto view = value;
        view.copy_(floatsOf(weights.tensor(name, value.sizes().vec())));
    }
    const auto off = zeroHeads(model);
    return {std::move(model), off, 0};
}

} // namespace needlescope
