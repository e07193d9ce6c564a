#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/tokenizers: vocabularies of a few KB as GGUF files and, in expected.json, texts with their ids. Needs gguf, tokenizers and
sentencepiece. The ids of NAME.gguf come from the tokenizer that the file was made of, not from our program."""
import io
import json
import pathlib

import gguf
import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers, trainers

folder = pathlib.Path(__file__).parent / "tokenizers"
corpus = ["Once upon a time there was a little owl, who said: it's 1234 o'clock!", "The owl and the crow don't like the rain. They'll fly in 2026.",
          "HelloWorld fooBar x = foo(bar[0])\n\n  return 3*4\n", "Zürich café naïve 日本語 русский"] * 4
texts = ["", "Hello world", "  two  spaces", "a\tb\nc\n\nd", "12345 6,789.01", "It's we'll I'D", "HelloWorld owl", "Zürich 日本 🚀", "<|im_start|>the owl<|im_end|>\n",
         " the", "the ", "e\u0301", "the[user]owl  [user] x", "\r\n\r\n  x"]
N, P = r"\p{N}", r"\p{L}"
gpt2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
cuts = {
    "smollm": [r"\p{N}", gpt2],
    "llama-bpe": [r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
    "gpt-4o": [r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
               r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
               r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
}
template = "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
expected = {}


def writer(name, model, pre=None):
    w = gguf.GGUFWriter(folder / (name + ".gguf"), "llama")
    w.add_tokenizer_model(model)
    if pre:
        w.add_tokenizer_pre(pre)
    return w


def close(w):
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def bytes_bpe(pre):
    t = Tokenizer(models.BPE(ignore_merges=pre == "llama-bpe"))
    splits = [pre_tokenizers.Split(Regex(c), "isolated") for c in cuts[pre]]
    t.pre_tokenizer = pre_tokenizers.Sequence(splits + [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(vocab_size=340, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    t.train_from_iterator(corpus, trainer)
    t.add_tokens([AddedToken("[user]", normalized=False)])
    vocab = t.get_vocab()
    tokens = sorted(vocab, key=vocab.get)
    w = writer(pre, "gpt2", pre)
    w.add_token_list(tokens)
    w.add_token_types([3 if x in special else 4 if x == "[user]" else 1 for x in tokens])
    w.add_token_merges([" ".join(m) if not isinstance(m, str) else m for m in json.loads(t.to_str())["model"]["merges"]])
    w.add_bos_token_id(1)
    w.add_eos_token_id(2)
    if pre == "smollm":
        w.add_add_bos_token(False)
        w.add_chat_template(template)
    close(w)
    expected[pre] = [{"text": x, "ids": t.encode(x).ids} for x in texts]


def pieces_bpe():
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(corpus), model_writer=out, model_type="bpe", vocab_size=420, byte_fallback=True,
                                             character_coverage=0.98, normalization_rule_name="identity", remove_extra_whitespaces=False)
    s = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    w = writer("spm", "llama", "default")
    n = s.get_piece_size()
    w.add_token_list([s.id_to_piece(i) for i in range(n)])
    w.add_token_scores([s.get_score(i) for i in range(n)])
    w.add_token_types([2 if s.is_unknown(i) else 3 if s.is_control(i) else 6 if s.is_byte(i) else 1 for i in range(n)])
    w.add_bos_token_id(s.bos_id())
    w.add_eos_token_id(s.eos_id())
    close(w)
    expected["spm"] = [{"text": x, "ids": s.encode(x)} for x in texts]


for pre in cuts:
    bytes_bpe(pre)
pieces_bpe()
(folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=0) + "\n")
