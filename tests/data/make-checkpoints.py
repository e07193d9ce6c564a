#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the checkpoints and goldens of tests/model: python tests/data/make-checkpoints.py (torch and transformers 5.24, on the CPU).

checkpoints/NAME: random weights of one family, rounded to bf16, and golden.safetensors, computed in float32 with eager attention: input_ids,
logits, attentions (layers that have heads, heads, n, n), greedy_ids (prompt and continuation), and what each part contributes to the logit
of the token attribution.target behind the prompt, the norms frozen (of some families): attribution.heads, .feed_forward, .embedding.
retriever.safetensors, retriever.json: the shipped model `demo`, with heads changed and not.
"""
import contextlib
import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS
from transformers.models.llama.modeling_llama import repeat_kv

HERE = pathlib.Path(__file__).resolve().parent
RESOURCES = HERE.parent.parent / "resources"
N_PROMPT = 24
N_GREEDY = 24

LLAMA = dict(hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, head_dim=8, intermediate_size=40,
             vocab_size=64, max_position_embeddings=256)
SMALL = dict(LLAMA, hidden_size=16, num_hidden_layers=2, intermediate_size=24)
STATES_AND_HEADS = ["linear_attention", "full_attention", "linear_attention"]
FAMILIES = {
    "llama": ("llama", dict(LLAMA, rope_parameters=dict(rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0,
                                                         high_freq_factor=4.0, original_max_position_embeddings=16))),
    "llama-yarn": ("llama", dict(LLAMA, attention_bias=True, tie_word_embeddings=True, max_position_embeddings=64,
                                 rope_parameters=dict(rope_type="yarn", rope_theta=500.0, factor=4.0,
                                                      original_max_position_embeddings=16))),
    "mistral": ("mistral", dict(LLAMA, sliding_window=8)),
    "mixtral": ("mixtral", dict(LLAMA, sliding_window=None, intermediate_size=16, num_local_experts=4, num_experts_per_tok=2)),
    "qwen3": ("qwen3", dict(LLAMA, head_dim=12)),
    "gemma2": ("gemma2", dict(LLAMA, sliding_window=8, query_pre_attn_scalar=24, attn_logit_softcapping=20.0,
                              final_logit_softcapping=15.0)),
    "gptneox": ("gpt_neox", dict(hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48, vocab_size=64,
                                 max_position_embeddings=256, use_parallel_residual=True, tie_word_embeddings=False)),
    "falcon-h1": ("falcon_h1", dict(LLAMA, num_hidden_layers=2, attention_bias=True, mlp_bias=True, mamba_d_ssm=None, mamba_expand=1,
                                    mamba_n_heads=4, mamba_n_groups=2, mamba_d_state=6, mamba_d_conv=3, mamba_chunk_size=16,
                                    mamba_proj_bias=True, projectors_bias=True, mamba_rms_norm=True, mamba_norm_before_gate=True,
                                    embedding_multiplier=1.5, lm_head_multiplier=0.6, key_multiplier=0.7, attention_in_multiplier=1.2,
                                    attention_out_multiplier=0.8, ssm_in_multiplier=1.3, ssm_out_multiplier=0.5,
                                    ssm_multipliers=[0.9, 1.1, 0.7, 0.6, 1.2], mlp_multipliers=[0.8, 0.6])),
    "kimi-linear": ("kimi_linear", dict(LLAMA, num_key_value_heads=4, layer_types=STATES_AND_HEADS, linear_head_dim=6,
                                        linear_num_heads=3, linear_conv_kernel_dim=3, attention_bias=True,
                                        q_lora_rank=12, kv_lora_rank=10, qk_nope_head_dim=6, qk_rope_head_dim=4, v_head_dim=7,
                                        mlp_layer_types=["dense", "sparse", "sparse"], moe_intermediate_size=12, num_local_experts=8,
                                        num_experts_per_tok=2, n_shared_experts=2, n_group=4, topk_group=2)),
    "minimax": ("minimax", dict(LLAMA, layer_types=STATES_AND_HEADS, sliding_window=6,
                                intermediate_size=16, num_local_experts=4, num_experts_per_tok=2, block_size=8, full_attn_alpha_factor=0.9,
                                full_attn_beta_factor=1.2, linear_attn_alpha_factor=1.3, linear_attn_beta_factor=0.7,
                                mlp_alpha_factor=1.2, mlp_beta_factor=0.9)),
    "phimoe": ("phimoe", dict(SMALL, head_dim=4, attention_bias=True, lm_head_bias=True, intermediate_size=12, num_local_experts=4,
                              num_experts_per_tok=2, router_jitter_noise=0.2,
                              rope_parameters=dict(rope_type="longrope", rope_theta=500.0, original_max_position_embeddings=256,
                                                   short_factor=[1.0, 1.5], long_factor=[1.0, 4.0], short_mscale=1.2, long_mscale=1.3))),
    "gemma4": ("gemma4_text", dict(SMALL, num_hidden_layers=4, layer_types=["sliding_attention", "full_attention"] * 2, sliding_window=6,
                                   per_layer_config={"1": {"head_dim": 16}, "3": {"head_dim": 16}}, num_kv_shared_layers=2,
                                   use_double_wide_mlp=True, hidden_size_per_layer_input=4, vocab_size_per_layer_input=64,
                                   final_logit_softcapping=10.0,
                                   rope_parameters=dict(sliding_attention=dict(rope_type="default", rope_theta=10000.0),
                                                        full_attention=dict(rope_type="proportional", rope_theta=1e6,
                                                                            partial_rotary_factor=0.25)))),
    "olmoe": ("olmoe", dict(SMALL, head_dim=4, intermediate_size=12, num_experts=4, num_experts_per_tok=2, clip_qkv=0.5)),
    "gpt-oss": ("gpt_oss", dict(SMALL, intermediate_size=12, num_local_experts=4, num_experts_per_tok=2, sliding_window=6,
                                layer_types=["sliding_attention", "full_attention"],
                                rope_parameters=dict(rope_type="yarn", rope_theta=500.0, factor=4.0, original_max_position_embeddings=16,
                                                     truncate=False))),
    "glm4-odd": ("glm4", dict(SMALL, head_dim=6, rope_parameters=dict(rope_type="default", rope_theta=500.0, partial_rotary_factor=0.5))),
    "deepseek-v3": ("deepseek_v3", dict({key: SMALL[key] for key in SMALL if key != "head_dim"}, num_key_value_heads=4, q_lora_rank=12,
                                        kv_lora_rank=10, qk_nope_head_dim=6, qk_rope_head_dim=4, v_head_dim=7, n_routed_experts=8,
                                        num_experts_per_tok=2, moe_intermediate_size=12, n_shared_experts=2, n_group=4, topk_group=2,
                                        first_k_dense_replace=1, routed_scaling_factor=1.5)),
    "llama4": ("llama4_text", dict(SMALL, num_hidden_layers=4, intermediate_size=12, intermediate_size_mlp=24, num_local_experts=4,
                                   num_experts_per_tok=2, interleave_moe_layer_step=2, attention_chunk_size=7, floor_scale=5, attn_scale=0.3,
                                   rope_parameters=dict(rope_type="default", rope_theta=500.0))),
    "ernie45-moe": ("ernie4_5_moe", dict(SMALL, head_dim=4, moe_num_experts=4, moe_k=2, moe_intermediate_size=12, moe_num_shared_experts=2,
                                         moe_layer_start_index=1)),
    "minimax-m2": ("minimax_m2", dict(SMALL, intermediate_size=12, num_local_experts=4, num_experts_per_tok=2,
                                      rope_parameters=dict(rope_type="default", rope_theta=500.0, partial_rotary_factor=0.5))),
    "qwen3-next": ("qwen3_next", dict(SMALL, layer_types=STATES_AND_HEADS[:2], linear_conv_kernel_dim=3, linear_key_head_dim=6,
                                      linear_value_head_dim=5, linear_num_key_heads=2, linear_num_value_heads=4, num_experts=4,
                                      num_experts_per_tok=2, moe_intermediate_size=12, shared_expert_intermediate_size=8,
                                      rope_parameters=dict(rope_type="default", rope_theta=500.0, partial_rotary_factor=0.5))),
    "lfm2-moe": ("lfm2_moe", dict(SMALL, head_dim=4, layer_types=["conv", "full_attention"], num_dense_layers=1, num_experts=4,
                                  num_experts_per_tok=2, moe_intermediate_size=12, conv_L_cache=3)),
    "granite-hybrid": ("granitemoehybrid", dict(SMALL, head_dim=4, layer_types=["mamba", "attention"], mamba_n_heads=4, mamba_d_head=8,
                                                mamba_n_groups=2, mamba_d_state=6, mamba_d_conv=3, mamba_expand=2, mamba_chunk_size=16,
                                                num_local_experts=4, num_experts_per_tok=2, intermediate_size=12, shared_intermediate_size=8,
                                                embedding_multiplier=2.0, attention_multiplier=0.3, residual_multiplier=0.5,
                                                logits_scaling=2.0)),
    "bamba": ("bamba", dict(SMALL, head_dim=4, attn_layer_indices=[1], mamba_n_heads=4, mamba_d_head=8, mamba_n_groups=2, mamba_d_state=6,
                            mamba_d_conv=3, mamba_expand=2, mamba_chunk_size=16)),
    "gpt2": ("gpt2", dict(n_embd=32, n_layer=3, n_head=4, n_inner=48, vocab_size=64, n_positions=256)),
}


ATTRIBUTED = ("llama", "mistral", "mixtral", "qwen3", "gemma2", "gpt_neox", "gpt2", "falcon_h1", "kimi_linear")  # whose blocks parts() knows


def randomise(model):
    """Weights of a large spread, so that attention is far from uniform, and every bias and norm counts; exact in bf16."""
    random = torch.Generator().manual_seed(5)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=random)
        norm = any(part in name for part in ("norm", "ln_"))
        around_0 = model.config.model_type == "gemma2" or (model.config.model_type == "qwen3_next" and "linear_attn" not in name)
        if norm and name.endswith("weight"):
            numbers = (0 if around_0 else 1) + 0.2 * noise
        elif name.endswith("bias") or norm:
            numbers = 0.2 * noise
        elif "embed" in name or "wte" in name or "wpe" in name:
            numbers = noise
        else:
            numbers = 0.35 * noise
        parameter.data = numbers.to(torch.bfloat16).float()
    for name, buffer in sorted(model.named_buffers()):
        if name.endswith(("e_score_correction_bias", "expert_bias")):
            buffer.copy_((0.2 * torch.randn(buffer.shape, generator=random)).to(torch.bfloat16))
        if name.endswith("layer_scalar"):
            buffer.copy_((1 + 0.2 * torch.randn(buffer.shape, generator=random)).to(torch.bfloat16))
    model.tie_weights()


def greedy(model, ids, count):
    for _ in range(count):
        logits = model(ids[None]).logits[0, -1]
        ids = torch.cat([ids, logits.argmax()[None]])
    return ids


def parts(model):
    """Of each layer: o_proj where it has heads, the feed-forward block, and the norms behind them; the last norm; where the residual stream
    begins."""
    kind = model.config.model_type
    if kind == "gpt2":
        core = model.transformer
        return [(b.attn.c_proj, b.mlp, None, None) for b in core.h], core.ln_f, core.h[0]
    if kind == "gpt_neox":
        core = model.gpt_neox
        return [(b.attention.dense, b.mlp, None, None) for b in core.layers], core.final_layer_norm, core.layers[0]
    core = model.model
    if kind == "falcon_h1":
        return [(b.self_attn.o_proj, b.feed_forward, None, None) for b in core.layers], core.final_layernorm, core.layers[0]
    after = lambda b: (b.post_attention_layernorm, b.post_feedforward_layernorm) if kind == "gemma2" else (None, None)
    types = getattr(model.config, "layer_types", None) or ["full_attention"] * len(core.layers)
    output = lambda b, type: None if type == "linear_attention" else b.self_attn.o_proj
    return [(output(b, type), getattr(b, "mlp", None) or b.block_sparse_moe, *after(b))
            for b, type in zip(core.layers, types)], core.norm, core.layers[0]


def through(norm, at, x):
    """What @p norm, frozen at its scale for @p at, makes of a part of it, without its bias."""
    eps = getattr(norm, "variance_epsilon", None) or norm.eps
    if isinstance(norm, torch.nn.LayerNorm):
        scale = torch.rsqrt(at.var(unbiased=False) + eps)
        return (x - x.mean()) * scale * norm.weight
    weight = norm.weight + (1 if type(norm).__name__.startswith("Gemma") else 0)
    return x * torch.rsqrt(at.pow(2).mean() + eps) * weight


def attribution(model, ids):
    """Straight from the definition, with hooks: the last row's logit of its best token, split among heads, layers and embedding."""
    layers, last_norm, first_layer = parts(model)
    inputs, outputs, keep = {}, {}, []

    def listen(name, module):
        def hook(_, args, kwargs, output):
            given = args[0] if args else next(iter(kwargs.values()))
            inputs[name] = given[0, -1].double()
            outputs[name] = (output[0] if isinstance(output, tuple) else output)[0, -1].double()
        keep.append(module.register_forward_hook(hook, with_kwargs=True))

    listen("first", first_layer)
    listen("last", last_norm)
    for i, (o_proj, mlp, _, _) in enumerate(layers):
        if o_proj is not None:
            listen(f"attention{i}", o_proj)
        listen(f"mlp{i}", mlp)
    logits = model(ids[None]).logits[0, -1]
    for handle in keep:
        handle.remove()
    target = int(logits.argmax())
    direction = model.get_output_embeddings().weight[target].double() * getattr(model.config, "lm_head_multiplier", 1)
    of_heads = getattr(model.config, "attention_out_multiplier", 1)
    to_logit = lambda x: float(through(last_norm, inputs["last"], x) @ direction)
    n_heads = model.config.num_attention_heads
    heads = torch.zeros(len(layers), n_heads)
    feed_forward = torch.zeros(len(layers))
    for i, (o_proj, _, attention_post, mlp_post) in enumerate(layers):
        update = outputs[f"mlp{i}"]
        feed_forward[i] = to_logit(update if mlp_post is None else through(mlp_post, update, update))
        if o_proj is None:
            continue
        weight = (o_proj.weight if isinstance(o_proj, torch.nn.Linear) else o_proj.weight.T).double()  # GPT-2's lie transposed
        for head, (z, w) in enumerate(zip(inputs[f"attention{i}"].chunk(n_heads), weight.chunk(n_heads, dim=1))):
            update = w @ z * of_heads
            heads[i, head] = to_logit(update if attention_post is None else through(attention_post, outputs[f"attention{i}"], update))
    return {"attribution.target": torch.tensor([target]), "attribution.heads": heads, "attribution.feed_forward": feed_forward,
            "attribution.embedding": torch.tensor([to_logit(inputs["first"])])}


def attentions_of(model, whole):
    """Maps of the layers that have heads; MiniMax has its states among them."""
    types = getattr(model.config, "layer_types", None)
    if model.config.model_type != "minimax":
        return [map for map in whole.attentions if map is not None]
    return [map for map, type in zip(whole.attentions, types) if type == "full_attention"]


def make_checkpoint(name):
    kind, settings = FAMILIES[name]
    config = AutoConfig.for_model(kind, bos_token_id=1, eos_token_id=2, pad_token_id=0, **settings)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    randomise(model)
    ids = torch.randint(3, 64, (N_PROMPT,), generator=torch.Generator().manual_seed(9))
    whole = model(ids[None], output_attentions=True)
    golden = {"input_ids": ids, "logits": whole.logits[0], "attentions": torch.cat(attentions_of(model, whole)),
              "greedy_ids": greedy(model, ids, N_GREEDY)}
    if kind in ATTRIBUTED:
        golden |= attribution(model, ids)
    folder = HERE / "checkpoints" / name
    folder.mkdir(parents=True, exist_ok=True)
    save_file({key: value.contiguous() for key, value in golden.items()}, folder / "golden.safetensors")
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)


# The retriever: heads changed in the middle of transformers' own attention.

KINDS = [dict(kind="uniform"), dict(kind="zero"), dict(kind="window", sinks=4, recent=32), dict(kind="scale", factor=0.25)]
HEADS = [[6, 0], [6, 1], [6, 6]]  # those of demo that copy the needle

change = None  # "kind", "heads", "first" changed row, and the numbers of the kind
seen = []  # attention weights of each layer


def changed_attention(module, query, key, value, attention_mask, scaling, **_):
    """Eager attention. Rows from change["first"] on are changed: uniform scores, no output, a window of keys, a scaled output."""
    key, value = (repeat_kv(x, module.num_key_value_groups) for x in (key, value))
    scores = query @ key.transpose(2, 3) * scaling
    n = scores.shape[-1]
    position = torch.arange(n)
    row, column = position[:, None], position[None, :]
    hidden = column > row
    mine = [head for layer, head in change["heads"] if layer == module.layer_idx] if change else []
    changed = row >= change["first"] if change else row < 0
    for head in mine:
        if change["kind"] == "uniform":
            scores[0, head] = scores[0, head].masked_fill(changed, 0)
        if change["kind"] == "window":
            far = (column >= change["sinks"]) & (column <= row - change["recent"])
            scores[0, head] = scores[0, head].masked_fill(changed & far, -torch.inf)
    weights = torch.softmax(scores.masked_fill(hidden, -torch.inf), dim=-1)
    seen.append(weights[0])
    output = weights @ value
    for head in mine:
        factor = {"zero": 0.0, "scale": change["factor"]}.get(change["kind"], 1.0)
        output[0, head] = torch.where(changed, output[0, head] * factor, output[0, head])
    return output.transpose(1, 2).contiguous(), weights


@contextlib.contextmanager
def with_change(**what):
    global change
    change = what or None
    yield
    change = None


def run(model, ids, limit, stop):
    """Greedy answer with what every head looked at at each step, (steps, layers, heads), and the first step's attention of HEADS."""
    golden = {name: [] for name in ("argmax", "weight", "gap", "logit", "margin")}
    rows = None
    output = []
    while len(output) < limit and (not output or output[-1] != stop):
        seen.clear()
        logits = model(ids[None]).logits[0, -1]
        best, second = torch.stack([weights[:, -1] for weights in seen]).topk(2).values.unbind(-1)
        golden["argmax"].append(torch.stack([weights[:, -1].argmax(-1) for weights in seen]).int())
        golden["weight"].append(best)
        golden["gap"].append(best - second)
        top = logits.topk(2).values
        golden["logit"].append(top[0])
        golden["margin"].append(top[0] - top[1])
        if rows is None:
            rows = torch.stack([seen[layer][head, -1] for layer, head in HEADS])
        output.append(int(logits.argmax()))
        ids = torch.cat([ids, logits.argmax()[None]])
    return {"output_ids": torch.tensor(output).int(), "rows": rows, **{name: torch.stack(steps) for name, steps in golden.items()}}


def make_retriever():
    folder = RESOURCES / "models" / "demo"
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    ALL_ATTENTION_FUNCTIONS.register("changed", changed_attention)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="changed").eval()
    text = (RESOURCES / "haystacks" / "demo" / "book1.txt").read_text()
    sentences = [s.strip() + "." for s in text.replace("\n", " ").split(".") if s.strip()]
    needles = [json.loads(line) for line in (RESOURCES / "needles" / "demo.jsonl").read_text().splitlines()][:2]
    tensors, runs = {}, []
    for i, needle in enumerate(needles):
        book = sentences[8 * i:8 * i + 8]
        book.insert(3, needle["needle"])
        ids = torch.tensor([1] + tokenizer.encode(" ".join(book) + "\nQuestion: " + needle["question"] + "\nAnswer:", add_special_tokens=False))
        for how in [{}] + [dict(k, scope=scope) for k in KINDS for scope in ("decode", "everywhere")]:
            first = len(ids) - 1 if how.get("scope") == "decode" else 0
            settings = dict(dict(sinks=0, recent=0, factor=1.0), **how, heads=HEADS, first=first) if how else {}
            with with_change(**settings):
                golden = run(model, ids, 12, 2)
            name = f"run{len(runs)}"
            runs.append(dict(name=name, prompt_ids=ids.tolist(), text=tokenizer.decode(golden["output_ids"]), **how))
            tensors |= {f"{name}.{key}": value.contiguous() for key, value in golden.items()}
    save_file(tensors, HERE / "checkpoints" / "retriever.safetensors")
    (HERE / "checkpoints" / "retriever.json").write_text(json.dumps(dict(heads=HEADS, runs=runs), indent=None) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    with torch.no_grad():
        for name in FAMILIES:
            make_checkpoint(name)
        make_retriever()
