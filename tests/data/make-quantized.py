#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes quantized: python tests/data/make-quantized.py (torch, accelerate and transformers 5.24, on the CPU).

quantized/NAME: a checkpoint with weights in 8 or 4 bits, as transformers saves it, and golden.safetensors: input_ids and logits of what its
numbers stand for, in float32 with eager attention. transformers itself loads `llama-*` and `gpt-oss`; the scales of experts it saves but
does not find again, so that theirs are multiplied here.
"""
import json
import pathlib
import re
import shutil
import tempfile
from unittest import mock

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, FineGrainedFP8Config, Mxfp4Config

FOLDER = pathlib.Path(__file__).resolve().parent / "quantized"
BASE = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=8, intermediate_size=64, vocab_size=48,
            max_position_embeddings=256, bos_token_id=1, eos_token_id=2, pad_token_id=0)
N_EXPERTS = 3

# Name: model_type, the config, how it is quantized.
FLOAT8 = {
    "llama-block": ("llama", dict(BASE), dict(weight_block_size=(16, 32))),
    "llama-ue8m0": ("llama", dict(BASE), dict(weight_block_size=(1, 32), scale_fmt="ue8m0")),
    "qwen3-moe": ("qwen3_moe", dict(BASE, num_experts=N_EXPERTS, num_experts_per_tok=2, moe_intermediate_size=40, norm_topk_prob=True),
                  dict(weight_block_size=(16, 8))),
    "mixtral": ("mixtral", dict(BASE, intermediate_size=64, num_local_experts=N_EXPERTS, num_experts_per_tok=2, sliding_window=None),
                dict(weight_block_size=(32, 32))),
    "llama4": ("llama4_text", dict(BASE, num_local_experts=N_EXPERTS, num_experts_per_tok=1, interleave_moe_layer_step=1,
                                   intermediate_size_mlp=64), dict(weight_block_size=(16, 32))),
}


def random_model(kind, config):
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **config), attn_implementation="eager").float().eval()
    random = torch.Generator().manual_seed(5)
    for name, parameter in sorted(model.named_parameters()):
        noise = torch.randn(parameter.shape, generator=random)
        parameter.data = (1 + 0.2 * noise if name.endswith("norm.weight") else 0.35 * noise).to(torch.bfloat16).float()
    return model


def keep_golden(model, folder):
    ids = torch.randint(3, BASE["vocab_size"], (24,), generator=torch.Generator().manual_seed(9))
    with torch.no_grad():
        logits = model.float().eval()(ids[None]).logits[0]
    save_file({"input_ids": ids, "logits": logits.contiguous()}, folder / "golden.safetensors")


def scaled(weight, scale, block, first_row=0):
    """Of (..., rows, columns), each block of which has a scale; the rows are those from first_row on of what the scales are of."""
    scale = scale.float().repeat_interleave(block[0], -2).narrow(-2, first_row, weight.shape[-2])
    return weight.float() * scale.repeat_interleave(block[1], -1).narrow(-1, 0, weight.shape[-1])


def dequantized(tensors, block):
    numbers = {}
    for name, weight in tensors.items():
        expert = re.fullmatch(r"(.*experts\.)(\d+)\.(gate_proj|w1|up_proj|w3|down_proj|w2)\.weight", name)
        if name.endswith("scale_inv"):
            continue
        if weight.dtype != torch.float8_e4m3fn:
            numbers[name] = weight.float()
        elif expert:
            prefix, number, part = expert.groups()
            stack = "down_proj" if part in ("down_proj", "w2") else "gate_up_proj"
            numbers[name] = scaled(weight, tensors[prefix + stack + "_scale_inv"][int(number)], block,
                                   weight.shape[0] if part in ("up_proj", "w3") else 0)
        else:
            numbers[name] = scaled(weight, tensors[name + "_scale_inv"], block)
    return numbers


def make_float8(name, kind, config, how):
    folder = FOLDER / name
    with tempfile.TemporaryDirectory() as plain, mock.patch("torch.cuda.is_available", lambda: True), \
            mock.patch("torch.cuda.get_device_capability", lambda *_: (9, 0)):  # which quantizes on the CPU all the same
        random_model(kind, config).to(torch.bfloat16).save_pretrained(plain)
        model = AutoModelForCausalLM.from_pretrained(plain, quantization_config=FineGrainedFP8Config(**how), dtype=torch.bfloat16,
                                                     device_map={"": "cpu"})
        model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tensors = load_file(folder / "model.safetensors")
    if not any("experts" in key for key in tensors):
        keep_golden(AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager"), folder)
        return
    with tempfile.TemporaryDirectory() as plain:
        settings = json.loads((folder / "config.json").read_text())
        del settings["quantization_config"]
        (pathlib.Path(plain) / "config.json").write_text(json.dumps(settings))
        save_file(dequantized(tensors, how["weight_block_size"]), pathlib.Path(plain) / "model.safetensors", {"format": "pt"})
        keep_golden(AutoModelForCausalLM.from_pretrained(plain, dtype=torch.float32, attn_implementation="eager"), folder)


def make_mxfp4(name):
    """gpt-oss, as it was released: experts in blocks of 32 numbers of 4 bits."""
    folder = FOLDER / name
    config = dict(BASE, num_local_experts=N_EXPERTS, num_experts_per_tok=2, sliding_window=8,
                  rope_parameters=dict(rope_type="default", rope_theta=10000.0))
    random_model("gpt_oss", config).to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tensors = load_file(folder / "model.safetensors")
    random = torch.Generator().manual_seed(6)
    for key in [key for key in tensors if key.endswith(("gate_up_proj", "down_proj"))]:
        experts, columns, rows = tensors.pop(key).shape
        tensors[key + "_blocks"] = torch.randint(0, 256, (experts, rows, columns // 32, 16), generator=random, dtype=torch.uint8)
        tensors[key + "_scales"] = torch.randint(123, 127, (experts, rows, columns // 32), generator=random, dtype=torch.uint8)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    settings = json.loads((folder / "config.json").read_text())
    settings["quantization_config"] = dict(quant_method="mxfp4", modules_to_not_convert=["model.layers.*.self_attn", "model.layers.*.mlp.router",
                                                                                        "model.embed_tokens", "lm_head"])
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n")
    keep_golden(AutoModelForCausalLM.from_pretrained(folder, quantization_config=Mxfp4Config(dequantize=True), dtype=torch.float32,
                                                     attn_implementation="eager"), folder)


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, (kind, config, how) in FLOAT8.items():
        make_float8(name, kind, config, how)
    make_mxfp4("gpt-oss")
