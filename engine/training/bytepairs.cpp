// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/bytepairs.h"

#include "api/engineerror.h"
#include "api/json.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <unordered_map>

namespace needlescope {

namespace {

using Json = nlohmann::ordered_json;

/// GPT-2's reversible spelling of bytes as printable characters.
std::array<std::string, 256> byteSpelling()
{
    std::array<std::string, 256> spelling;
    unsigned next = 256;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const bool printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
        const unsigned code = printable ? byte : next++;
        if (code < 128)
            spelling[byte] = std::string(1, static_cast<char>(code));
        else
            spelling[byte] = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 63))};
    }
    return spelling;
}

/// The bytes in the order of their spelling's code point, as tokenizers lists them in a vocabulary.
std::vector<std::string> alphabet()
{
    const auto spelling = byteSpelling();
    std::vector<std::string> out(spelling.begin(), spelling.end());
    std::sort(out.begin(), out.end());
    return out;
}

class Pattern
{
public:
    explicit Pattern(const char *pattern)
    {
        int error = 0;
        PCRE2_SIZE offset = 0;
        m_code.reset(
            pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern), PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr));
        m_match.reset(pcre2_match_data_create_from_pattern(m_code.get(), nullptr));
        pcre2_jit_compile(m_code.get(), PCRE2_JIT_COMPLETE);
    }

    template <typename F>
    void forEach(std::string_view text, F use) const
    {
        PCRE2_SIZE at = 0;
        while (at < text.size()
            && pcre2_match(m_code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), at, 0, m_match.get(), nullptr) > 0) {
            const auto *span = pcre2_get_ovector_pointer(m_match.get());
            use(text.substr(span[0], span[1] - span[0]));
            at = span[1];
        }
    }

private:
    struct Free
    {
        void operator()(pcre2_code *code) const { pcre2_code_free(code); }
        void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
    };
    std::unique_ptr<pcre2_code, Free> m_code;
    std::unique_ptr<pcre2_match_data, Free> m_match;
};

using Pair = std::pair<std::uint32_t, std::uint32_t>;

struct Word
{
    std::vector<std::uint32_t> symbols;
    std::int64_t count = 0;
};

/// Counts of adjacent pairs, kept up to date while words are merged.
class PairCounts
{
public:
    explicit PairCounts(std::vector<Word> &words)
        : m_words(words)
    {
        for (std::size_t w = 0; w < words.size(); ++w)
            add(w, 1);
    }

    /// The most frequent pair; its count is 0 when there is none.
    std::pair<Pair, std::int64_t> best(const std::vector<std::string> &pieces) const
    {
        std::pair<Pair, std::int64_t> best{{}, 0};
        for (const auto &[pair, entry] : m_pairs) {
            if (entry.count > best.second
                || (entry.count == best.second && entry.count > 0 && spelt(pair, pieces) < spelt(best.first, pieces)))
                best = {pair, entry.count};
        }
        return best;
    }

    void merge(Pair pair, std::uint32_t symbol)
    {
        auto touched = m_pairs[pair].words;
        std::sort(touched.begin(), touched.end());
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        for (const auto w : touched) {
            add(w, -1);
            auto &symbols = m_words[w].symbols;
            std::vector<std::uint32_t> merged;
            for (std::size_t i = 0; i < symbols.size(); ++i) {
                const bool here = i + 1 < symbols.size() && symbols[i] == pair.first && symbols[i + 1] == pair.second;
                merged.push_back(here ? symbol : symbols[i]);
                i += here ? 1 : 0;
            }
            symbols = std::move(merged);
            add(w, 1);
        }
        m_pairs.erase(pair);
    }

private:
    struct Entry
    {
        std::int64_t count = 0;
        std::vector<std::size_t> words;
    };

    static std::pair<std::string_view, std::string_view> spelt(Pair pair, const std::vector<std::string> &pieces)
    {
        return {pieces[pair.first], pieces[pair.second]};
    }

    void add(std::size_t w, std::int64_t sign)
    {
        const auto &word = m_words[w];
        for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
            auto &entry = m_pairs[{word.symbols[i], word.symbols[i + 1]}];
            entry.count += sign * word.count;
            if (sign > 0)
                entry.words.push_back(w);
        }
    }

    std::vector<Word> &m_words;
    std::map<Pair, Entry> m_pairs;
};

} // namespace

std::vector<std::string_view> preTokens(std::string_view utf8)
{
    static thread_local const Pattern digits(R"(\p{N}|\P{N}+)");
    static thread_local const Pattern gpt2(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)");
    std::vector<std::string_view> out;
    digits.forEach(utf8, [&](std::string_view run) { gpt2.forEach(run, [&](std::string_view token) { out.push_back(token); }); });
    return out;
}

BytePairs trainBytePairs(const std::string &text, std::size_t vocabularySize)
{
    std::map<std::string_view, std::int64_t> counts;
    for (const auto token : preTokens(text))
        ++counts[token];

    const auto spelling = byteSpelling();
    std::vector<std::string> pieces(spelling.begin(), spelling.end());
    std::vector<Word> words;
    for (const auto &[token, count] : counts) {
        Word word{{}, count};
        for (const char c : token)
            word.symbols.push_back(static_cast<unsigned char>(c));
        words.push_back(std::move(word));
    }

    BytePairs pairs;
    PairCounts pairCounts(words);
    while (pieces.size() + specialTokens.size() < vocabularySize) {
        const auto [pair, count] = pairCounts.best(pieces);
        if (count < 2)
            break;
        pairs.merges.emplace_back(pieces[pair.first], pieces[pair.second]);
        pieces.push_back(pieces[pair.first] + pieces[pair.second]);
        pairCounts.merge(pair, static_cast<std::uint32_t>(pieces.size() - 1));
    }
    return pairs;
}

std::string tokenizerJson(const BytePairs &pairs)
{
    const auto special = [](std::size_t id, std::string_view content) {
        return Json{{"id", id}, {"content", content}, {"single_word", false}, {"lstrip", false}, {"rstrip", false}, {"normalized", false},
            {"special", true}};
    };
    Json vocabulary = Json::object();
    std::size_t next = 0;
    Json added = Json::array();
    for (const auto token : specialTokens) {
        added.push_back(special(next, token));
        vocabulary[std::string(token)] = next++;
    }
    for (const auto &byte : alphabet())
        vocabulary[byte] = next++;
    Json merges = Json::array();
    for (const auto &[left, right] : pairs.merges) {
        merges.push_back(left + " " + right);
        if (!vocabulary.contains(left + right))
            vocabulary[left + right] = next++;
    }

    const Json byteLevel{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    Json bos{{"SpecialToken", {{"id", "<bos>"}, {"type_id", 0}}}};
    Json sequenceA{{"Sequence", {{"id", "A"}, {"type_id", 0}}}};
    Json sequenceB{{"Sequence", {{"id", "B"}, {"type_id", 1}}}};
    Json json;
    json["version"] = "1.0";
    json["truncation"] = nullptr;
    json["padding"] = nullptr;
    json["added_tokens"] = added;
    json["normalizer"] = nullptr;
    json["pre_tokenizer"]
        = {{"type", "Sequence"}, {"pretokenizers", Json::array({Json{{"type", "Digits"}, {"individual_digits", true}}, byteLevel})}};
    json["post_processor"]
        = {{"type", "TemplateProcessing"}, {"single", Json::array({bos, sequenceA})}, {"pair", Json::array({bos, sequenceA, sequenceB})},
            {"special_tokens", {{"<bos>", {{"id", "<bos>"}, {"ids", {BosId}}, {"tokens", {"<bos>"}}}}}}};
    json["decoder"] = byteLevel;
    json["model"] = {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"continuing_subword_prefix", nullptr},
        {"end_of_word_suffix", nullptr}, {"fuse_unk", false}, {"byte_fallback", false}, {"vocab", vocabulary}, {"merges", merges}};
    return json.dump(2);
}

} // namespace needlescope
