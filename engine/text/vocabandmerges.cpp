// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/vocabandmerges.h"

#include "api/json.h"
#include "text/bpe.h"
#include "text/jsontokenizer.h"
#include "text/tokenizerfile.h"

#include <algorithm>
#include <sstream>

namespace needlescope {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char *endOfText = "<|endoftext|>";

constexpr const char *qwen2Words
    = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// As transformers' AutoTokenizer, where the configuration does not name the class.
std::string classOf(const TokenizerCompanions &companions)
{
    if (!companions.tokenizerClass.empty())
        return companions.tokenizerClass;
    if (companions.modelType == "gpt2")
        return "GPT2Tokenizer";
    if (companions.modelType == "qwen2" || companions.modelType == "qwen3")
        return "Qwen2Tokenizer";
    return {};
}

json mergesOf(const fs::path &file)
{
    json merges = json::array();
    std::istringstream lines(readTokenizerFile(file));
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty())
            merges.push_back(line);
    }
    return merges;
}

json roleIn(const fs::path &file, const char *role)
{
    std::error_code error;
    if (!fs::exists(file, error))
        return json::value_t::discarded;
    const json content = readTokenizerJson(file);
    const auto found = content.find(role);
    return found == content.end() ? json(json::value_t::discarded) : *found;
}

/// The text of the token that has @p role, which the class gives @p otherwise; empty where the files say that there is none.
std::string tokenOf(const fs::path &directory, const char *role, const char *otherwise)
{
    json token = roleIn(directory / "special_tokens_map.json", role);
    if (token.is_discarded())
        token = roleIn(directory / "tokenizer_config.json", role);
    if (token.is_object() && token.contains("content"))
        token = json(token.at("content"));
    if (token.is_string())
        return token.get<std::string>();
    return token.is_discarded() ? otherwise : "";
}

} // namespace

std::shared_ptr<const Tokenizer> readVocabAndMerges(const fs::path &directory)
{
    const std::string name = (directory / "vocab.json").string();
    TokenizerCompanions companions = TokenizerCompanions::read(directory);
    const std::string kind = classOf(companions);
    const bool isQwen2 = kind == "Qwen2Tokenizer";
    if (!isQwen2 && kind != "GPT2Tokenizer")
        throw EngineError("{}: how the tokenizer class '{}' cuts words is not known without a tokenizer.json; fetch the model's "
                          "tokenizer.json into this folder.",
            name, kind);
    const json vocabulary = readTokenizerJson(name);
    const auto idOf = [&](const std::string &token) -> json {
        if (const auto listed = std::ranges::find(companions.listed, token, &AddedToken::content); listed != companions.listed.end())
            return listed->id;
        const auto found = vocabulary.find(token);
        if (found == vocabulary.end())
            throw EngineError("{}: lacks the special token '{}' of the tokenizer class '{}', and no file beside it gives its id; fetch "
                              "the model's tokenizer.json into this folder.",
                name, token, kind);
        return *found;
    };

    json root = {{"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", mergesOf(directory / "merges.txt")}}},
        {"decoder", {{"type", "ByteLevel"}}}, {"added_tokens", json::array()}};
    const json bytes = {{"type", "ByteLevel"}, {"add_prefix_space", companions.addPrefixSpace.value_or(false)}, {"use_regex", !isQwen2}};
    root["pre_tokenizer"] = bytes;
    if (isQwen2) {
        root["normalizer"] = {{"type", "NFC"}};
        const json words = {{"type", "Split"}, {"pattern", {{"Regex", qwen2Words}}}, {"behavior", "Isolated"}, {"invert", false}};
        root["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", json::array({words, bytes})}};
    }

    const std::string bos = tokenOf(directory, "bos_token", isQwen2 ? "" : endOfText);
    const std::string eos = tokenOf(directory, "eos_token", endOfText);
    std::vector<std::string> special{
        bos, eos, tokenOf(directory, "unk_token", endOfText), tokenOf(directory, "pad_token", isQwen2 ? endOfText : "")};
    for (const AddedToken &token : companions.named) {
        if (vocabulary.contains(token.content))
            special.push_back(token.content);
    }
    std::ranges::sort(special);
    special.erase(std::unique(special.begin(), special.end()), special.end());
    for (const std::string &token : special) {
        if (!token.empty())
            root["added_tokens"].push_back({{"id", idOf(token)}, {"content", token}, {"special", true}, {"normalized", false},
                {"single_word", false}, {"lstrip", false}, {"rstrip", false}});
    }

    const json sequence = {{"Sequence", {{"id", "A"}, {"type_id", 0}}}};
    json single = json::array({sequence});
    json inserted = json::object();
    const auto insert = [&](const std::string &token, json::const_iterator place) {
        const json entry = {{"SpecialToken", {{"id", token}, {"type_id", 0}}}};
        single.insert(place, entry);
        inserted[token] = {{"id", token}, {"ids", json::array({idOf(token)})}, {"tokens", json::array({token})}};
    };
    if (companions.addBos.value_or(false) && !bos.empty())
        insert(bos, single.cbegin());
    if (companions.addEos.value_or(false) && !eos.empty())
        insert(eos, single.cend());
    if (!inserted.empty())
        root["post_processor"]
            = {{"type", "TemplateProcessing"}, {"single", single}, {"pair", json::array()}, {"special_tokens", inserted}};

    const JsonView view(root, name, "");
    return std::make_shared<JsonTokenizer>(view, std::make_unique<Bpe>(view.at("model")), companions);
}

} // namespace needlescope
