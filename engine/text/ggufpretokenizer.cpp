// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/ggufpretokenizer.h"

#include <algorithm>
#include <initializer_list>

namespace needlescope {

namespace {

// The expressions are those of the models' own tokenizer.json; the names are grouped as llama.cpp does (src/llama-vocab.cpp).
constexpr std::string_view gpt2 = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::string_view digit = R"(\p{N})";
constexpr std::string_view threeDigits = R"(\p{N}{1,3})";
constexpr std::string_view llama3
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen2
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view qwen35 = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}|)"
                                    R"( ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view tekken = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|)"
                                    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|)"
                                    R"(\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view gpt4o
    = R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
      R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|)"
      R"(\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view tinyAyaDigits = R"(\d{1,3}(?=(?:\d{3})*\b))";
constexpr std::string_view lineEnd = R"([\r\n])";
constexpr std::string_view deepSeekLetters
    = R"(\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+)";
constexpr std::string_view deepSeekPunctuation = R"(\s?[!-/:-~！-／：-～‘-‟　-。]+)";
constexpr std::string_view deepSeekSpaceAtEnd = R"(\s+$)";
constexpr std::string_view deepSeekCjk = R"([一-龥ࠀ-一가-퟿]+)";
constexpr std::string_view cjk = R"([一-龥぀-ゟ゠-ヿ]+)";
constexpr std::string_view deepSeekV3 = R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|)"
                                        R"( ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view falconPunctuation = R"([\p{P}$+<=>^~|`]+)";
constexpr std::string_view threeAsciiDigits = R"([0-9][0-9][0-9])";
constexpr std::string_view bloom = R"( ?[^(\s|.,!?…。，、।۔،)]+)";
constexpr std::string_view bailing = R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}|)"
                                     R"( ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)";
constexpr std::string_view seedCoder
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view miniCpm
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view exaoneMoe = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|)"
                                       R"(\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+)";
constexpr std::string_view lines = R"([^\n]+|[\n]+)";

struct Group
{
    std::initializer_list<std::string_view> names;
    std::initializer_list<std::string_view> patterns;
    bool ignoresMerges = false;
    bool addsBos = false;
};

const Group groups[] = {
    {{"gpt-2", "phi-2", "exaone4", "gigachat", "mellum", "modern-bert", "a.x-4.0", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de", "mpt",
         "olmo", "jais", "trillion", "granite-docling"},
        {gpt2}},
    {{"llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano"}, {llama3}, true, true},
    {{"dbrx", "smaug-bpe", "chatglm-bpe"}, {llama3}},
    {{"glm4", "glm5"}, {llama3}, true},
    {{"qwen2", "deepseek-r1-qwen", "megrez", "kormo", "f2llmv2", "stablelm2", "hunyuan", "solar-open", "grok-2"}, {qwen2}},
    {{"qwen35"}, {qwen35}},
    {{"tekken"}, {tekken}, true, true},
    {{"gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"}, {gpt4o}},
    {{"tiny_aya", "cohere2moe"}, {tinyAyaDigits, gpt4o}},
    {{"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2"}, {digit, gpt2}},
    {{"deepseek-llm"}, {lineEnd, deepSeekLetters, deepSeekPunctuation, deepSeekSpaceAtEnd, deepSeekCjk, R"(\p{N}+)"}},
    {{"deepseek-coder"}, {lineEnd, R"(\s?\p{L}+)", R"(\s?\p{P}+)", deepSeekCjk, digit}},
    {{"deepseek-v3", "hunyuan-dense", "hy_v4", "joyai-llm"}, {threeDigits, cjk, deepSeekV3}},
    {{"falcon"}, {falconPunctuation, gpt2, threeAsciiDigits}},
    {{"poro-chat", "bloom", "gpt3-finnish"}, {bloom}},
    {{"viking"}, {bloom, digit}},
    {{"bailingmoe", "bailingmoe2", "llada-moe"}, {bailing}},
    {{"seed-coder"}, {seedCoder}},
    {{"minicpm5"}, {threeDigits, miniCpm}, true},
    {{"exaone-moe"}, {exaoneMoe}},
    {{"laguna"}, {lines, qwen2}},
};

} // namespace

std::optional<GgufPreTokenizer> ggufPreTokenizer(std::string_view name)
{
    for (const Group &group : groups) {
        if (std::ranges::find(group.names, name) != group.names.end())
            return GgufPreTokenizer{group.patterns, group.ignoresMerges, group.addsBos};
    }
    return std::nullopt;
}

} // namespace needlescope
