// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/ggufnames.h"

namespace needlescope {

namespace {

std::string ofLayer(const std::string &name)
{
    return "blk.{}." + name;
}

void nameAttention(const Architecture &a, WeightNames &names)
{
    const bool fused = a.attentionFusion != Fusion::None;
    names.query = ofLayer(fused ? "attn_qkv" : "attn_q");
    names.key = fused ? "" : ofLayer("attn_k");
    names.value = fused ? "" : ofLayer("attn_v");
    names.stackedQueryKeyValue = ofLayer("attn_qkv");
    names.output = ofLayer("attn_output");
    if (a.latent.dKeyValue == 0)
        return;
    names.key = names.value = "";
    names.keyValueDown = ofLayer("attn_kv_a_mqa");
    names.keyValueDownNorm = ofLayer("attn_kv_a_norm");
    names.keyUp = ofLayer("attn_k_b.weight");
    names.valueUp = ofLayer("attn_v_b.weight");
    names.keyValueUp = ofLayer("attn_kv_b");
    if (a.latent.dQuery > 0) {
        names.queryDown = ofLayer("attn_q_a");
        names.queryDownNorm = ofLayer("attn_q_a_norm");
        names.query = ofLayer("attn_q_b");
    }
}

void nameExperts(const Architecture &a, WeightNames &names)
{
    names.router = ofLayer("ffn_gate_inp");
    names.expertGate = ofLayer("ffn_gate_exps");
    names.expertUp = ofLayer("ffn_up_exps");
    names.expertDown = ofLayer("ffn_down_exps");
    names.stackedGateUp = ofLayer("ffn_gate_up_exps.weight");
    names.stackedDown = ofLayer("ffn_down_exps.weight");
    if (a.mixture.dShared == 0)
        return;
    names.sharedGate = ofLayer("ffn_gate_shexp");
    names.sharedUp = ofLayer("ffn_up_shexp");
    names.sharedDown = ofLayer("ffn_down_shexp");
}

/// Kimi's delta rule, whose projections have the names of those of heads.
void nameChannelSteps(WeightNames &names)
{
    names.recurrentIn = ofLayer("attn_qkv"); // where they are fused
    names.recurrentQuery = ofLayer("attn_q");
    names.recurrentKey = ofLayer("attn_k");
    names.recurrentValue = ofLayer("attn_v");
    names.queryConvolution = ofLayer("ssm_conv1d_q");
    names.keyConvolution = ofLayer("ssm_conv1d_k");
    names.valueConvolution = ofLayer("ssm_conv1d_v");
    names.recurrentGateDown = ofLayer("ssm_g_a");
    names.recurrentGate = ofLayer("ssm_g_b");
    names.recurrentStrength = ofLayer("ssm_beta");
    names.recurrentStepDown = ofLayer("ssm_f_a");
    names.recurrentStep = ofLayer("ssm_f_b");
    names.recurrentRate = ofLayer("ssm_a");
    names.recurrentStepBias = ofLayer("ssm_dt.bias");
    names.recurrentNorm = ofLayer("ssm_norm");
    names.recurrentOut = ofLayer("attn_output");
}

/// Of states whose rates follow from the layer and the head.
void nameFixedRates(WeightNames &names)
{
    names.recurrentIn = ofLayer("attn_qkv");
    names.recurrentGate = ofLayer("attn_gate");
    names.recurrentNorm = ofLayer("attn_norm_2");
    names.recurrentOut = ofLayer("attn_output");
}

void nameRecurrence(const Recurrence &r, WeightNames &names)
{
    if (r.kind == Recurrence::Kind::Convolution) {
        names.recurrentIn = ofLayer("shortconv.in_proj");
        names.convolution = ofLayer("shortconv.conv");
        names.recurrentOut = ofLayer("shortconv.out_proj");
        return;
    }
    if (r.channelSteps)
        return nameChannelSteps(names);
    if (!r.rates.empty())
        return nameFixedRates(names);
    const bool delta = r.kind == Recurrence::Kind::DeltaRule;
    names.recurrentIn = ofLayer(delta && !r.fusedByHead ? "attn_qkv" : "ssm_in");
    names.convolution = ofLayer("ssm_conv1d");
    names.recurrentRate = ofLayer("ssm_a");
    names.recurrentStepBias = ofLayer("ssm_dt.bias");
    names.recurrentNorm = ofLayer("ssm_norm");
    names.recurrentOut = ofLayer("ssm_out");
    if (delta) {
        names.recurrentGate = ofLayer("attn_gate");
        names.recurrentStrength = ofLayer("ssm_beta");
        names.recurrentStep = ofLayer(r.stepsFusedByHead ? "ssm_ba" : "ssm_alpha");
    } else {
        names.recurrentSkip = ofLayer("ssm_d");
    }
}

} // namespace

WeightNames ggufNames(const Architecture &a, const GgufFamily &family)
{
    const WeightNames &usual = a.names;
    WeightNames names;
    const auto take = [](const std::string &from, std::string &to, const std::string &name) {
        if (!from.empty())
            to = name;
    };
    nameAttention(a, names);
    if (a.mixture.nExperts > 0)
        nameExperts(a, names);
    if (a.recurrence.kind != Recurrence::Kind::None)
        nameRecurrence(a.recurrence, names);
    take(usual.embedding, names.embedding, "token_embd");
    take(usual.positions, names.positions, "position_embd");
    take(usual.attentionNorm, names.attentionNorm, ofLayer("attn_norm"));
    take(usual.queryNorm, names.queryNorm, ofLayer("attn_q_norm"));
    take(usual.keyNorm, names.keyNorm, ofLayer("attn_k_norm"));
    take(usual.attentionPostNorm, names.attentionPostNorm, ofLayer("post_attention_norm"));
    take(usual.feedForwardNorm, names.feedForwardNorm, ofLayer(family.feedForwardNorm));
    if (usual.feedForwardNorm == usual.attentionNorm)
        names.feedForwardNorm = names.attentionNorm; // one norm for both
    names.spellings = {{ofLayer("ffn_norm.weight"), ofLayer("ffn_norm")}}; // as files of Falcon-H1 have it
    take(usual.gate, names.gate, ofLayer(a.feedForwardFusion == Fusion::Stacked ? "ffn_up" : "ffn_gate"));
    names.up = ofLayer("ffn_up");
    names.down = ofLayer("ffn_down");
    take(usual.feedForwardPostNorm, names.feedForwardPostNorm, ofLayer("post_ffw_norm"));
    take(usual.routerCorrection, names.routerCorrection, ofLayer("exp_probs_b.bias"));
    take(usual.sharedWeight, names.sharedWeight, ofLayer("ffn_gate_inp_shexp"));
    take(usual.sinks, names.sinks, ofLayer("attn_sinks.weight"));
    take(usual.routerScale, names.routerScale, ofLayer("ffn_gate_inp.scale"));
    take(usual.expertScale, names.expertScale, ofLayer("ffn_down_exps.scale"));
    take(usual.densePostNorm, names.densePostNorm, ofLayer("post_ffw_norm_1"));
    take(usual.mixtureNorm, names.mixtureNorm, ofLayer("pre_ffw_norm_2"));
    take(usual.mixturePostNorm, names.mixturePostNorm, ofLayer("post_ffw_norm_2"));
    take(usual.layerScale, names.layerScale, ofLayer("layer_output_scale.weight"));
    take(usual.layerEmbedding, names.layerEmbedding, "per_layer_token_embd");
    take(usual.layerProjection, names.layerProjection, "per_layer_model_proj");
    take(usual.layerProjectionNorm, names.layerProjectionNorm, "per_layer_proj_norm");
    take(usual.layerGate, names.layerGate, ofLayer("inp_gate"));
    take(usual.layerOut, names.layerOut, ofLayer("proj"));
    take(usual.layerPostNorm, names.layerPostNorm, ofLayer("post_norm"));
    take(usual.finalNorm, names.finalNorm, family.finalNorm);
    take(usual.unembedding, names.unembedding, "output");
    return names;
}

} // namespace needlescope
