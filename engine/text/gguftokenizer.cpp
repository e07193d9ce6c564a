// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/gguftokenizer.h"

#include "api/json.h"
#include "text/bpe.h"
#include "text/ggufpretokenizer.h"
#include "text/jsontokenizer.h"
#include "text/scoredbpe.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>

namespace needlescope {

namespace {

using nlohmann::json;

enum class TokenType { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 };

/// Tokens that end an answer, which are control tokens whatever the file calls them.
constexpr std::array<std::string_view, 23> endTexts{"<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>",
    "<|calls|>", "<end_of_turn>", "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
    "<end_of_utterance>", "<eos>", "<turn|>", "<|tool_response>", "<｜end▁of▁sentence｜>", "[e~[", "<|fim_pad|>"};
/// Tokens that are control tokens though many files call them normal ones.
constexpr std::array<std::string_view, 31> controlTexts{"<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>",
    "▁<PRE>", "<|code_prefix|>", "<|prefix|>", "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>",
    "<|code_suffix|>", "<|suffix|>", "<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>",
    "<|code_middle|>", "<|middle|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]", "<|fim_repo|>", "<|repo_name|>", "<|file_sep|>"};
/// Of gpt-oss; they are shown.
constexpr std::array<std::string_view, 4> shownTexts{"<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"};

bool contains(const auto &texts, std::string_view text)
{
    return std::ranges::find(texts, text) != texts.end();
}

/// The keys `tokenizer.ggml.*`; what they hold is checked as it is read.
class Keys
{
public:
    Keys(const json &metadata, const std::string &file)
        : m_metadata(metadata)
        , m_file(file)
    {
    }

    [[noreturn]] void refuse(const std::string &key, const Sentence &cause) const
    {
        throw EngineError(
            "The tokenizer of '{}' cannot be used: tokenizer.ggml.{} {}; choose another file of the model.", m_file, key, cause);
    }

    const json *find(const std::string &key) const
    {
        const auto found = m_metadata.find("tokenizer.ggml." + key);
        return found == m_metadata.end() ? nullptr : &*found;
    }

    const json &list(const std::string &key) const
    {
        const json *found = find(key);
        if (!found)
            refuse(key, "is missing");
        if (!found->is_array())
            refuse(key, "is not a list");
        return *found;
    }

    std::string text(const std::string &key) const
    {
        const json *found = find(key);
        if (found && !found->is_string())
            refuse(key, "is not a text");
        return found ? found->get<std::string>() : std::string();
    }

    bool flag(const std::string &key, bool otherwise) const
    {
        const json *found = find(key);
        if (found && !found->is_boolean())
            refuse(key, "is neither true nor false");
        return found ? found->get<bool>() : otherwise;
    }

    /// An id of the vocabulary, or @p otherwise where none is given or, as llama.cpp has it, the one given lies outside.
    std::int32_t id(const std::string &key, std::int32_t otherwise, std::size_t nTokens) const
    {
        if (const json *found = find(key)) {
            if (!found->is_number_integer())
                refuse(key, "is not a token id");
            if (const auto id = found->get<std::int64_t>(); id >= 0 && static_cast<std::size_t>(id) < nTokens)
                return static_cast<std::int32_t>(id);
        }
        return otherwise >= 0 && static_cast<std::size_t>(otherwise) < nTokens ? otherwise : -1;
    }

    const std::string &file() const { return m_file; }

private:
    const json &m_metadata;
    const std::string &m_file;
};

struct Entry
{
    std::string text;
    TokenType type = TokenType::Normal;
    float score = 0;
};

TokenType typeOf(const json &number, std::string_view text)
{
    const std::int64_t value = number.is_number_integer() ? number.get<std::int64_t>() : 0;
    const auto type = value >= 1 && value <= 6 ? static_cast<TokenType>(value) : TokenType::Normal;
    if (contains(shownTexts, text))
        return TokenType::UserDefined;
    return contains(endTexts, text) || contains(controlTexts, text) ? TokenType::Control : type;
}

std::vector<Entry> readEntries(const Keys &keys)
{
    const json &texts = keys.list("tokens");
    if (texts.empty() || texts.size() > static_cast<std::size_t>(maximalTokenId))
        keys.refuse("tokens", "has no tokens, or more than any model");
    const json *types = keys.find("token_type");
    const json *scores = keys.find("scores");
    if (types && (!types->is_array() || types->size() < texts.size()))
        keys.refuse("token_type", "is shorter than tokens");
    if (scores && (!scores->is_array() || scores->size() < texts.size()))
        keys.refuse("scores", "is shorter than tokens");
    std::vector<Entry> entries;
    std::unordered_set<std::string_view> seen;
    entries.reserve(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!texts[i].is_string())
            keys.refuse("tokens", "holds what is not a text");
        Entry entry{texts[i].get<std::string>()};
        if (entry.text.empty())
            entry.text = "[EMPTY_" + std::to_string(i) + "]"; // as llama.cpp names it
        entry.type = typeOf(types ? (*types)[i] : json(1), entry.text);
        if (scores) {
            if (!(*scores)[i].is_number())
                keys.refuse("scores", "holds what is not a number");
            entry.score = (*scores)[i].get<float>();
        }
        entries.push_back(std::move(entry));
        if (!seen.insert(entries.back().text).second)
            keys.refuse("tokens", Sentence("has '{}' twice", entries.back().text));
    }
    return entries;
}

/// Control tokens are recognised in a text and left out of what is decoded, the user's are recognised and shown. GGUF files do not say
/// which of them swallow white space; as llama.cpp does, those of Phi-3 are known by the model's name.
json addedTokensOf(const std::vector<Entry> &entries, bool isPhi3)
{
    json tokens = json::array();
    for (std::size_t id = 0; id < entries.size(); ++id) {
        const Entry &entry = entries[id];
        const bool special = entry.type == TokenType::Control || entry.type == TokenType::Unknown;
        if (!special && entry.type != TokenType::UserDefined && !(isPhi3 && entry.text == "</s>"))
            continue;
        const bool keepsSpace = entry.text == "<unk>" || entry.text == "<s>" || entry.text == "<|endoftext|>";
        tokens.push_back(
            {{"id", id}, {"content", entry.text}, {"special", special}, {"normalized", false}, {"rstrip", isPhi3 && !keepsSpace}});
    }
    return tokens;
}

bool isPhi3(const json &metadata)
{
    const auto name = metadata.find("general.name");
    if (name == metadata.end() || !name->is_string())
        return false;
    std::string lower = name->get<std::string>();
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.find("phi-3") != std::string::npos || lower.find("phi3") != std::string::npos;
}

json replaced(const char *from, const char *to)
{
    return {{"type", "Replace"}, {"pattern", {{"String", from}}}, {"content", to}};
}

/// What the library's files say of a tokenizer whose words begin with U+2581 and whose missing characters are bytes.
void describeSpaces(json &description, bool addsSpace)
{
    json steps = json::array();
    if (addsSpace)
        steps.push_back({{"type", "Prepend"}, {"prepend", "▁"}});
    steps.push_back(replaced(" ", "▁"));
    description["normalizer"] = {{"type", "Sequence"}, {"normalizers", steps}};
    json decoders = json::array({replaced("▁", " "), {{"type", "ByteFallback"}}, {{"type", "Fuse"}}});
    if (addsSpace)
        decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1U}, {"stop", 0U}});
    description["decoder"] = {{"type", "Sequence"}, {"decoders", decoders}};
}

void describeBytes(json &description, const GgufPreTokenizer &words)
{
    json steps = json::array();
    for (const std::string_view pattern : words.patterns)
        steps.push_back({{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}});
    steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}});
    description["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", steps}};
    description["decoder"] = {{"type", "ByteLevel"}};
}

std::unique_ptr<const SubwordModel> readMergedModel(const Keys &keys, const std::vector<Entry> &entries, json options)
{
    json vocabulary = json::object();
    for (std::size_t id = 0; id < entries.size(); ++id)
        vocabulary[entries[id].text] = id;
    options["vocab"] = std::move(vocabulary);
    options["merges"] = keys.list("merges");
    return std::make_unique<Bpe>(JsonView(options, keys.file(), "tokenizer.ggml"));
}

std::unique_ptr<const SubwordModel> readScoredModel(const Keys &keys, const std::vector<Entry> &entries)
{
    keys.list("scores");
    std::vector<ScoredBpe::Piece> pieces;
    pieces.reserve(entries.size());
    for (const Entry &entry : entries) {
        const bool mergeable = entry.type == TokenType::Normal || entry.type == TokenType::UserDefined || entry.type == TokenType::Unused;
        pieces.push_back({entry.text, entry.score, mergeable});
    }
    return std::make_unique<ScoredBpe>(keys.file(), pieces, keys.id("unknown_token_id", 0, entries.size()));
}

/// BOS and EOS around a text.
json insertedTokens(const Keys &keys, const std::vector<Entry> &entries, bool addsBos, std::int32_t bos, std::int32_t eos)
{
    json single = json::array();
    json tokens = json::object();
    const auto insert = [&](const std::string &flag, const std::string &key, bool otherwise, std::int32_t id) {
        if (!keys.flag(flag, otherwise))
            return;
        const std::int32_t chosen = keys.id(key, id, entries.size());
        if (chosen < 0)
            keys.refuse(flag, Sentence("is true, but {} names no token", key));
        const std::string &text = entries[static_cast<std::size_t>(chosen)].text;
        single.push_back({{"SpecialToken", {{"id", text}}}});
        tokens[text] = {{"ids", json::array({static_cast<std::uint32_t>(chosen)})}};
    };
    insert("add_bos_token", "bos_token_id", addsBos, bos);
    single.push_back({{"Sequence", {{"id", "A"}}}});
    insert("add_eos_token", "eos_token_id", false, eos);
    return {{"type", "TemplateProcessing"}, {"single", single}, {"special_tokens", tokens}};
}

} // namespace

std::shared_ptr<const Tokenizer> readGgufTokenizer(const json &metadata, const std::string &file)
{
    const Keys keys(metadata, file);
    const std::string kind = keys.text("model");
    if (kind.empty())
        keys.refuse("model", "is missing: the file has no tokenizer");
    if (kind != "gpt2" && kind != "llama" && kind != "gemma4")
        keys.refuse("model", Sentence("is \"{}\", a kind of tokenizer that is not supported", kind));
    const std::vector<Entry> entries = readEntries(keys);
    json description = json::object();
    description["added_tokens"] = addedTokensOf(entries, isPhi3(metadata));
    std::unique_ptr<const SubwordModel> model;
    if (kind == "llama") {
        if (keys.flag("remove_extra_whitespaces", false))
            keys.refuse("remove_extra_whitespaces", "is true, which is not supported with the model \"llama\"");
        describeSpaces(description, keys.flag("add_space_prefix", true));
        description["post_processor"] = insertedTokens(keys, entries, true, 1, 2);
        model = readScoredModel(keys, entries);
    } else if (const std::string pre = keys.text("pre"); kind == "gemma4" || pre == "gemma4") {
        describeSpaces(description, false);
        // llama.cpp adds BOS whatever add_bos_token says: the first files of the model have it wrong.
        json corrected = metadata;
        corrected["tokenizer.ggml.add_bos_token"] = true;
        description["post_processor"] = insertedTokens(Keys(corrected, file), entries, true, -1, -1);
        model = readMergedModel(keys, entries, {{"byte_fallback", true}, {"unk_token", "<unk>"}, {"fuse_unk", true}});
    } else {
        if (pre.empty())
            keys.refuse("pre", "is missing: the file is of an older llama.cpp, which did not keep how the model cuts text into words");
        const auto words = ggufPreTokenizer(pre);
        if (!words)
            keys.refuse("pre", Sentence("is \"{}\", a way to cut text into words that is not known here", pre));
        describeBytes(description, *words);
        description["post_processor"] = insertedTokens(keys, entries, words->addsBos, -1, -1);
        model = readMergedModel(keys, entries, {{"ignore_merges", words->ignoresMerges}});
    }
    return std::make_shared<JsonTokenizer>(JsonView(description, file, "tokenizer.ggml"), std::move(model));
}

} // namespace needlescope
