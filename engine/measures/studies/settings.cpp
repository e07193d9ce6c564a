// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/kind.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

constexpr std::array settingTable{
    SettingInfo{Setting::Needles, "--needles", "Needles", "Needles in the form of the reference code's needles.jsonl (default: shipped)"},
    SettingInfo{Setting::Haystacks, "--haystack", "Texts", "Text files, or folders of them, to hide needles in (default: shipped)"},
    SettingInfo{Setting::Lengths, "--lengths", "Lengths", "Prompt lengths in tokens, with commas (default: three, up to 512 or 4,096)"},
    SettingInfo{Setting::Depths, "--depths", "Depths", "Depths in per cent, with commas (default: 0,50,100)"},
    SettingInfo{Setting::Items, "--items", "Questions",
        "Questions with their passages: JSONL, SQuAD, GSM8K, MuSiQue or MMLU as published (default: shipped)"},
    SettingInfo{Setting::Styles, "--styles", "Asked", "How questions are asked: answer-only, chain-of-thought (default: both)"},
    SettingInfo{
        Setting::Ks, "--ks", "K", "Numbers of heads, with commas (default: chosen by the study for the model and its retrieval heads)"},
    SettingInfo{Setting::Draws, "--draws", "Random draws",
        "For each K, draws of K random heads that are no retrieval heads: that score less than 0.1, or, of another measure than scores, "
        "less than "
        "a tenth of its largest value; compress draws from all heads"},
    SettingInfo{Setting::LayerMatched, "--layer-matched", "Layer-matched", "Draw random heads from the layers of the top ones"},
    SettingInfo{Setting::WholeGroups, "--groups", "KV groups", "K counts whole KV groups, ranked by their best head"},
    SettingInfo{Setting::MaskKind, "--mask-kind", "Mask",
        "uniform: attend evenly; zero: no output; mean: mean output over the prompt; window: see the first and the recent tokens; scale: "
        "output "
        "times --factor"},
    SettingInfo{Setting::MaskScope, "--mask-scope", "Acts", "decode: only while answering; everywhere: while reading the prompt too"},
    SettingInfo{Setting::Factor, "--factor", "Factor", "Of the mask kind scale; above 1 boosts the heads"},
    SettingInfo{Setting::WindowSize, "--window", "Window", "First and recent tokens that a windowed head sees, with a comma"},
    SettingInfo{Setting::Ranking, "--scores", "Ranked by",
        "Score file or run file that ranks the heads (default: the detection shipped with the model)"},
    SettingInfo{Setting::Rule, "--rule", "Score",
        "reference: copies, as the reference code counts; paper: each copied token once; mass: attention on the answer span; qr: the "
        "question's "
        "attention on the needle"},
    SettingInfo{Setting::MaxTokens, "--max-tokens", "Longest answer", "Tokens after which an answer is cut off"},
    SettingInfo{Setting::Contrast, "--contrast", "Contrast",
        "Decode from the contrast of plain and masked logits (DeCoRe), the entropy times this; 0: from the masked logits"},
    SettingInfo{Setting::Seed, "--seed", "Seed", "Of random draws and of the intervals"},
    SettingInfo{Setting::Quick, "--full", "All samples", "Run all samples, not only until the ranking is stable"},
};

} // namespace

std::span<const SettingInfo> settingInfos()
{
    return settingTable;
}

const SettingInfo &infoOf(Setting setting)
{
    return *std::find_if(settingTable.begin(), settingTable.end(), [setting](const SettingInfo &info) { return info.setting == setting; });
}

} // namespace needlescope
