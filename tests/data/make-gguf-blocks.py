#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes gguf/blocks.safetensors: for each packed type two rows of random blocks (TYPE.raw) and their numbers by the package gguf (TYPE.values).

    python3 -m venv v && v/bin/pip install gguf safetensors numpy && v/bin/python make-gguf-blocks.py
"""
import pathlib

import gguf
import numpy as np
from safetensors.numpy import save_file

TYPES = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "MXFP4"]
# Where a block keeps its halves; random bytes there could be infinite.
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2],
          "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0], "MXFP4": []}
ROWS, COLUMNS = 2, 768

random = np.random.default_rng(3)
tensors = {}
for name in TYPES:
    kind = gguf.GGMLQuantizationType[name]
    size, nbytes = gguf.GGML_QUANT_SIZES[kind]
    blocks = random.integers(0, 256, (ROWS * COLUMNS // size, nbytes), dtype=np.uint8)
    for at in HALVES[name]:
        blocks[:, at:at + 2] = random.normal(0, 0.1, len(blocks)).astype(np.float16).view(np.uint8).reshape(-1, 2)
    if name == "MXFP4":
        blocks[:, 0] = random.integers(110, 140, len(blocks))
        blocks[0, 0], blocks[1, 0] = 0, 1
    tensors[name + ".raw"] = blocks.reshape(ROWS, -1)
    tensors[name + ".values"] = gguf.quants.dequantize(blocks.reshape(ROWS, -1), kind).astype(np.float32)
save_file(tensors, pathlib.Path(__file__).parent / "gguf" / "blocks.safetensors")
