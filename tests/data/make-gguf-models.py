#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes gguf/models: python tests/data/make-gguf-models.py LLAMA_CPP (torch and transformers 5.24, on the CPU; LLAMA_CPP is a checkout of
llama.cpp, whose converter writes the files, such as vendor/llama.cpp in the source package of llama-cpp-python 0.3.36).

NAME.gguf (without its numbers also in ../fuzz/seeds/ggufmodel): random weights of one family, as exact in bf16 as in float32. golden.safetensors: of each NAME.input_ids, NAME.logits and
NAME.greedy_ids (prompt and continuation) by transformers in float32 with eager attention.
Sizes that scale with a model are multiples of 8, counts (heads, experts, tokens, layers, taps) are not, so that tst_gguf can widen them.
"""
import json
import pathlib
import re
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.models.bamba import modeling_bamba
from transformers.models.minimax import modeling_minimax

LLAMA_CPP = pathlib.Path(sys.argv[1])
sys.path[1:1] = [str(LLAMA_CPP / "gguf-py"), str(LLAMA_CPP)]
import gguf
from conversion import ModelBase, ModelType, get_model_architecture, get_model_class

FOLDER = pathlib.Path(__file__).resolve().parent / "gguf" / "models"
SEEDS = FOLDER.parent.parent.parent / "fuzz" / "seeds" / "ggufmodel"
N_PROMPT = 16
N_GREEDY = 8
N_VOCABULARY = 47

BASE = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=8, intermediate_size=16,
            vocab_size=N_VOCABULARY, max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0)
SQUARE = dict(BASE, num_attention_heads=2, num_key_value_heads=1)  # for converters that take heads to be hidden_size / num_attention_heads
YARN = dict(rope_type="yarn", rope_theta=10000.0, factor=4.0, original_max_position_embeddings=16, beta_fast=32.0, beta_slow=1.0)
ROUTED = dict(n_routed_experts=4, num_experts_per_tok=2, moe_intermediate_size=16, n_shared_experts=1,
              first_k_dense_replace=1, norm_topk_prob=True, routed_scaling_factor=1.5)
LATENT = dict(kv_lora_rank=16, q_lora_rank=16, qk_rope_head_dim=8, qk_nope_head_dim=8, v_head_dim=8, num_key_value_heads=4)
DELTA = dict(layer_types=["linear_attention", "full_attention"], linear_conv_kernel_dim=3, linear_key_head_dim=8,
             linear_value_head_dim=8, linear_num_key_heads=3, linear_num_value_heads=6)
MAMBA = dict(layer_types=["mamba", "attention"], mamba_d_conv=3, mamba_n_heads=4, mamba_d_head=8, mamba_d_state=8,
             mamba_n_groups=1, mamba_expand=2, embedding_multiplier=2.0, attention_multiplier=0.3, residual_multiplier=0.5, logits_scaling=2.0)
PLAIN = dict(rope_type="default", rope_theta=10000.0)

# Name: model_type, the config, what releases' config.json say beside what transformers 5 writes.
FAMILIES = {
    "qwen2moe": ("qwen2_moe", dict(BASE, num_experts=5, num_experts_per_tok=2, moe_intermediate_size=16, shared_expert_intermediate_size=24,
                                   decoder_sparse_step=1, norm_topk_prob=False), {}),
    "qwen3moe": ("qwen3_moe", dict(BASE, num_experts=5, num_experts_per_tok=2, moe_intermediate_size=16, norm_topk_prob=True), {}),
    "gpt-oss": ("gpt_oss", dict(BASE, num_local_experts=4, num_experts_per_tok=2, sliding_window=6,
                                layer_types=["sliding_attention", "full_attention"], rope_parameters=dict(YARN, truncate=False)), {}),
    "glm4": ("glm4", dict(BASE, attention_bias=True, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), {}),
    "chatglm": ("glm", dict(SQUARE, attention_bias=True, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), {}),
    "glm4moe": ("glm4_moe", dict(BASE, **ROUTED, attention_bias=True, use_qk_norm=True, n_group=1, topk_group=1,
                                 rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), {}),
    "deepseek2": ("deepseek_v2", dict(BASE, **ROUTED, **dict(LATENT, q_lora_rank=None), n_group=2, topk_group=1,
                                      topk_method="group_limited_greedy", rope_parameters=dict(YARN, mscale=0.707, mscale_all_dim=0.707)),
                  dict(norm_topk_prob=False, scoring_func="softmax")),
    "deepseek3": ("deepseek_v3", dict(BASE, **ROUTED, **LATENT, n_group=2, topk_group=1,
                                      rope_parameters=dict(YARN, mscale=1.0, mscale_all_dim=1.0)), dict(scoring_func="sigmoid")),
    "llama4": ("llama4_text", dict(BASE, num_hidden_layers=4, num_local_experts=3, num_experts_per_tok=1, interleave_moe_layer_step=2,
                                   intermediate_size=16, intermediate_size_mlp=24, attention_chunk_size=8192, floor_scale=8192, attn_scale=0.1,
                                   rope_parameters=dict(PLAIN, rope_theta=500000.0)), {}),
    "qwen3next": ("qwen3_next", dict(BASE, **DELTA, num_experts=5, num_experts_per_tok=2, moe_intermediate_size=16,
                                     shared_expert_intermediate_size=24, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), {}),
    "qwen35": ("qwen3_5_text", dict(BASE, **DELTA, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5, mrope_section=[1, 1, 0])), {}),
    "qwen35moe": ("qwen3_5_moe_text", dict(BASE, **DELTA, num_experts=5, num_experts_per_tok=2, moe_intermediate_size=16,
                                           shared_expert_intermediate_size=24,
                                           rope_parameters=dict(PLAIN, partial_rotary_factor=0.5, mrope_section=[1, 1, 0])), {}),
    "gemma4": ("gemma4_text", dict(BASE, num_hidden_layers=4, layer_types=["sliding_attention", "full_attention"] * 2, sliding_window=6,
                                   per_layer_config={"1": {"head_dim": 16}, "3": {"head_dim": 16}}, num_kv_shared_layers=2,
                                   use_double_wide_mlp=True, hidden_size_per_layer_input=8, vocab_size_per_layer_input=N_VOCABULARY,
                                   final_logit_softcapping=10.0,
                                   rope_parameters=dict(sliding_attention=PLAIN, full_attention=dict(rope_type="proportional",
                                                        rope_theta=1e6, partial_rotary_factor=0.25))), {}),
    "granitemoe": ("granitemoeshared", dict(SQUARE, num_local_experts=4, num_experts_per_tok=2, shared_intermediate_size=24,
                                            embedding_multiplier=2.0, attention_multiplier=0.3, residual_multiplier=0.5, logits_scaling=2.0), {}),
    "granitehybrid": ("granitemoehybrid", dict(SQUARE, **MAMBA, num_local_experts=0, shared_intermediate_size=24,
                                               position_embedding_type="nope"), dict(layer_types=MAMBA["layer_types"])),
    "granite4": ("granitemoehybrid", dict(SQUARE, **dict(MAMBA, layer_types=["attention", "attention"]), num_local_experts=0,
                                          shared_intermediate_size=24, position_embedding_type="rope"),
                 dict(layer_types=["attention", "attention"], num_experts_per_tok=0)),
    "command-r": ("cohere", dict(SQUARE, use_qk_norm=True, logit_scale=0.3), {}),
    "cohere2": ("cohere2", dict(SQUARE, num_hidden_layers=4, sliding_window=6, logit_scale=0.3), dict(rotary_pct=1.0)),
    "starcoder2": ("starcoder2", dict(SQUARE, sliding_window=4096), {}),
    "ernie45": ("ernie4_5", dict(BASE), {}),
    "ernie45moe": ("ernie4_5_moe", dict(SQUARE, moe_num_experts=4, moe_k=2, moe_intermediate_size=16, moe_num_shared_experts=1,
                                        moe_layer_start_index=1), {}),
    "hunyuan": ("hunyuan_v1_dense", dict(BASE, rope_parameters=dict(PLAIN, rope_theta=1e5)), {}),
    "exaone4": ("exaone4", dict(SQUARE, num_hidden_layers=4, sliding_window=6, sliding_window_pattern=4), {}),
    "nemotron": ("nemotron", dict(SQUARE, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), {}),
    "olmoe": ("olmoe", dict(SQUARE, num_experts=4, num_experts_per_tok=2, norm_topk_prob=False), {}),
    "dots1": ("dots1", dict(BASE, **ROUTED, n_group=1, topk_group=1, layer_types=["full_attention"] * 2), dict(scoring_func="sigmoid")),
    "minimax-m2": ("minimax_m2", dict(BASE, num_local_experts=4, num_experts_per_tok=2, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)),
                   dict(rotary_dim=4, scoring_func="sigmoid")),
    "apertus": ("apertus", dict(SQUARE, rope_parameters=dict(rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0,
                                                             high_freq_factor=4.0, original_max_position_embeddings=16)), {}),
    "gptneox": ("gpt_neox", dict(SQUARE, use_parallel_residual=True, rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)), dict(rotary_pct=0.5)),
    "gpt2": ("gpt2", dict(n_embd=16, n_layer=2, n_head=2, vocab_size=N_VOCABULARY, n_positions=256), dict(n_ctx=256)),
    "lfm2moe": ("lfm2_moe", dict(SQUARE, layer_types=["conv", "full_attention"], num_dense_layers=1, num_experts=4,
                                 num_experts_per_tok=2, moe_intermediate_size=16, conv_L_cache=3), {}),
    "arcee": ("arcee", dict(BASE), {}),
    "falcon-h1": ("falcon_h1", dict(BASE, mamba_d_ssm=32, mamba_n_heads=4, mamba_d_head=8, mamba_n_groups=2, mamba_d_state=8, mamba_d_conv=3,
                                    mamba_rms_norm=True, mamba_norm_before_gate=False, embedding_multiplier=2.0, lm_head_multiplier=0.5,
                                    key_multiplier=0.5, attention_in_multiplier=2.0, attention_out_multiplier=0.25, ssm_in_multiplier=0.5,
                                    ssm_out_multiplier=2.0, ssm_multipliers=[0.5, 2.0, 0.5, 4.0, 0.25], mlp_multipliers=[0.5, 2.0]), {}),
    "bamba": ("bamba", dict(SQUARE, attn_layer_indices=[1], **{key: value for key, value in MAMBA.items() if key.startswith("mamba_")}),
              dict(attn_rotary_emb=4)),
    "phimoe": ("phimoe", dict(SQUARE, num_local_experts=4, num_experts_per_tok=2, attention_bias=True, lm_head_bias=True, sliding_window=6,
                              max_position_embeddings=131072,
                              rope_parameters=dict(rope_type="longrope", rope_theta=10000.0, original_max_position_embeddings=4096,
                                                   short_factor=[1.0, 1.25, 1.5, 2.0], long_factor=[1.5, 2.0, 4.0, 8.0],
                                                   short_mscale=1.243163121016122, long_mscale=1.243163121016122)),
               dict(architectures=["PhiMoEForCausalLM"])),
    "minimax-01": ("minimax", dict(SQUARE, num_hidden_layers=8, layer_types=["linear_attention"] * 7 + ["full_attention"], num_local_experts=3,
                                   num_experts_per_tok=2, full_attn_alpha_factor=1.5, linear_attn_alpha_factor=1.5, mlp_alpha_factor=1.5,
                                   rope_parameters=dict(PLAIN, partial_rotary_factor=0.5)),
                   dict(architectures=["MiniMaxText01ForCausalLM"], rotary_dim=4,
                        **{f"layernorm_{part}_alpha": 1.5 for part in ("full_attention", "linear_attention", "mlp")},
                        **{f"layernorm_{part}_beta": 1.0 for part in ("full_attention", "linear_attention", "mlp")})),
    "kimi-linear": ("kimi_linear", dict(BASE, **dict(LATENT, q_lora_rank=None), layer_types=["linear_attention", "full_attention"],
                                        linear_head_dim=8, linear_num_heads=4, linear_conv_kernel_dim=3, mlp_layer_types=["dense", "sparse"],
                                        moe_intermediate_size=16, num_local_experts=4, num_experts_per_tok=2, n_shared_experts=1, n_group=1,
                                        topk_group=1, routed_scaling_factor=1.5),
                    dict(first_k_dense_replace=1, moe_router_activation_func="sigmoid",
                         linear_attn_config=dict(full_attn_layers=[2], kda_layers=[1], head_dim=8, num_heads=4, short_conv_kernel_size=3))),
}


def randomise(model):
    """Weights of a large spread, so that attention is far from uniform, and every bias and norm counts; exact in bf16."""
    random = torch.Generator().manual_seed(5)
    around_0 = ("gemma2", "nemotron", "qwen3_next", "qwen3_5_text", "qwen3_5_moe_text")
    tensors = sorted(list(model.named_parameters()) + [(n, b) for n, b in model.named_buffers() if n.endswith(("correction_bias", "expert_bias"))])
    for name, parameter in tensors:
        noise = torch.randn(parameter.shape, generator=random)
        if name.endswith(("layer_scalar", "router.scale", "per_expert_scale")) or "norm" in name or "ln_" in name:
            centre = 0 if name.endswith("bias") or (model.config.model_type in around_0 and "linear_attn" not in name) else 1
            numbers = centre + 0.2 * noise
        elif "embed" in name or "wte" in name or "wpe" in name:
            numbers = noise
        elif name.endswith(("bias", "sinks", "A_log", ".D", "alpha_p", "alpha_n")):
            numbers = 0.3 * noise
        else:
            numbers = 0.5 * noise
        parameter.data = numbers.to(torch.bfloat16).to(parameter.dtype)
    model.tie_weights()


def golden(name, model):
    random = torch.Generator().manual_seed(7)
    ids = torch.randint(3, N_VOCABULARY, (N_PROMPT,), generator=random)
    with torch.no_grad():
        logits = model(ids[None]).logits[0]
        greedy = ids
        for _ in range(N_GREEDY):
            greedy = torch.cat([greedy, model(greedy[None]).logits[0, -1].argmax()[None]])
    return {f"{name}.input_ids": ids, f"{name}.logits": logits.float().contiguous(), f"{name}.greedy_ids": greedy}


def write_vocabulary(converter):
    """In place of what the converter would read of a tokenizer."""
    writer = converter.gguf_writer
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([chr(ord("!") + i) for i in range(N_VOCABULARY)])
    writer.add_token_types([gguf.TokenType.NORMAL] * N_VOCABULARY)
    writer.add_eos_token_id(2)


def convert(name, directory, released):
    hparams = ModelBase.load_hparams(directory, False) | released
    kind = get_model_class(get_model_architecture(hparams, ModelType.TEXT))
    kind.set_vocab = write_vocabulary
    kind.no_mtp = True
    kind._get_suppress_tokens = lambda self: None  # which needs a tokenizer
    converter = kind(directory, gguf.LlamaFileType.MOSTLY_BF16, FOLDER / (name + ".gguf"), hparams=hparams)
    converter.write()
    path = FOLDER / (name + ".gguf")
    (SEEDS / name).write_bytes(path.read_bytes()[:gguf.GGUFReader(path).data_offset])


def name_as_released(path):
    """Kimi's dense layers, which transformers names as those with experts; MiniMax without the tables of its states."""
    derived = ("slope_rate", "query_decay", "key_decay", "diagonal_decay")
    save_file({re.sub(r"block_sparse_moe(?=.(gate|up|down)_proj)", "mlp", name): weight for name, weight in load_file(path).items()
               if not name.endswith(derived)}, path, {"format": "pt"})


def make(name, model_type, config, released):
    # Experts one by one, as they are stored.
    configuration = AutoConfig.for_model(model_type, **config)
    model = AutoModelForCausalLM.from_config(configuration, attn_implementation="eager", experts_implementation="eager").eval()
    randomise(model)
    with tempfile.TemporaryDirectory() as folder:
        directory = pathlib.Path(folder) / name  # which the file's general.name is
        model.save_pretrained(directory)
        path = directory / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | released))
        if model_type == "gemma4_text":  # whose converter counts the tokens
            (directory / "tokenizer.json").write_text(json.dumps({"model": {"vocab": dict.fromkeys(map(str, range(N_VOCABULARY)), 0)},
                                                                  "added_tokens": []}))
        name_as_released(directory / "model.safetensors")
        convert(name, directory, released)
    return golden(name, model)


# The released model's own code rotates rotary_dim numbers of each head, transformers all.
modeling_minimax.MiniMaxRotaryEmbedding = modeling_bamba.BambaRotaryEmbedding
modeling_minimax.apply_rotary_pos_emb = modeling_bamba.apply_rotary_pos_emb

torch.set_default_dtype(torch.float32)
FOLDER.mkdir(exist_ok=True)
SEEDS.mkdir(exist_ok=True)
tensors = {}
for name, (model_type, config, released) in FAMILIES.items():
    tensors |= make(name, model_type, config, released)
save_file(tensors, FOLDER / "golden.safetensors")
