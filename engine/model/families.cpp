// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/families.h"

namespace needlescope {

std::span<const Family> families()
{
    static const Family known[] = {
        {"llama", readLlama},
        {"mistral", readMistral},
        {"mixtral", readMixtral},
        {"qwen2", readQwen2},
        {"qwen2_moe", readQwen2Moe},
        {"qwen3", readQwen3},
        {"qwen3_moe", readQwen3Moe},
        {"phi3", readPhi3},
        {"gemma", readGemma},
        {"gemma2", readGemma2},
        {"gpt_neox", readGptNeoX},
        {"gpt2", readGpt2},
    };
    return known;
}

} // namespace needlescope
