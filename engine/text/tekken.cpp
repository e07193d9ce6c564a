// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tekken.h"

#include "api/json.h"
#include "text/base64.h"
#include "text/bpe.h"
#include "text/bytelevel.h"
#include "text/jsontokenizer.h"
#include "text/tokenizerfile.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

namespace needlescope {

namespace {

using nlohmann::json;

/// Of files that do not list their own (Tekkenizer.DEPRECATED_SPECIAL_TOKENS).
constexpr std::array<const char *, 20> firstSpecialTokens{"<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]",
    "[MIDDLE]", "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]"};
constexpr const char *beginOfText = "<s>";
constexpr std::int64_t mostTokens = 1 << 22;
constexpr std::size_t nBytes = 256;

std::int64_t countAt(const JsonView &config, const char *key)
{
    const JsonView value = config.at(key);
    const std::int64_t count = value.json().is_number_integer() ? value.json().get<std::int64_t>() : -1;
    if (count < 0 || count > mostTokens)
        value.fail("is no number of tokens");
    return count;
}

/// Bytes by rank. The first 256 pieces are the bytes themselves.
std::vector<std::string> readPieces(const JsonView &vocabulary, std::size_t n)
{
    if (vocabulary.size() < n || n < nBytes)
        vocabulary.fail("has fewer pieces than the size that the file says");
    std::vector<std::string> pieces;
    pieces.reserve(n);
    for (std::size_t rank = 0; rank < n; ++rank) {
        const JsonView entry = vocabulary[rank];
        if (entry.at("rank").json() != rank)
            entry.fail("stands at another place than its rank says");
        const auto bytes = fromBase64(entry.at("token_bytes").string());
        if (!bytes || bytes->empty() || (rank < nBytes && *bytes != std::string(1, static_cast<char>(rank))))
            entry.fail("does not spell the bytes of a piece");
        pieces.push_back(*bytes);
    }
    return pieces;
}

std::string spelled(const std::string &bytes)
{
    return bytesAsCharacters(AlignedText::unchanged(bytes, 0)).text;
}

/// Every two pieces that make a third one, in the order of the third ones' ranks.
json mergesOf(const std::vector<std::string> &pieces, const std::vector<std::string> &spellings)
{
    std::unordered_map<std::string_view, std::size_t> ranks;
    for (std::size_t rank = 0; rank < pieces.size(); ++rank)
        ranks.emplace(pieces[rank], rank);
    json merges = json::array();
    for (const std::string_view piece : pieces) {
        std::vector<std::pair<std::size_t, std::size_t>> sides;
        for (std::size_t cut = 1; cut < piece.size(); ++cut) {
            const auto left = ranks.find(piece.substr(0, cut));
            const auto right = ranks.find(piece.substr(cut));
            if (left != ranks.end() && right != ranks.end())
                sides.emplace_back(left->second, right->second);
        }
        std::ranges::sort(sides);
        for (const auto &[left, right] : sides)
            merges.push_back(json::array({spellings[left], spellings[right]}));
    }
    return merges;
}

json specialToken(std::size_t id, const std::string &text, bool isControl)
{
    return {{"id", id}, {"content", text}, {"special", isControl}, {"normalized", false}, {"single_word", false}, {"lstrip", false},
        {"rstrip", false}};
}

json specialTokensOf(const JsonView &root, std::size_t n)
{
    json tokens = json::array();
    if (const auto listed = root.find("special_tokens")) {
        for (std::size_t i = 0; i < listed->size(); ++i) {
            const JsonView token = (*listed)[i];
            if (token.at("rank").json() != i || i >= n)
                token.fail("stands at another place than its rank says");
            tokens.push_back(specialToken(i, token.at("token_str").string(), token.boolean("is_control", true)));
        }
    } else {
        for (const char *text : firstSpecialTokens) {
            if (tokens.size() < n)
                tokens.push_back(specialToken(tokens.size(), text, true));
        }
    }
    while (tokens.size() < n)
        tokens.push_back(specialToken(tokens.size(), fmt::format("<SPECIAL_{}>", tokens.size()), true));
    return tokens;
}

} // namespace

std::shared_ptr<const Tokenizer> readTekken(const std::filesystem::path &file)
{
    const std::string name = file.string();
    const json content = readTokenizerJson(file);
    const JsonView view(content, name, "");
    const JsonView config = view.at("config");
    const std::int64_t size = countAt(config, "default_vocab_size");
    const std::int64_t nSpecial = countAt(config, "default_num_special_tokens");
    if (nSpecial > size)
        config.fail("has more special tokens than tokens");
    const std::vector<std::string> pieces = readPieces(view.at("vocab"), static_cast<std::size_t>(size - nSpecial));

    std::vector<std::string> spellings;
    json vocabulary = json::object();
    for (const std::string &piece : pieces) {
        spellings.push_back(spelled(piece));
        vocabulary[spellings.back()] = spellings.size() - 1 + static_cast<std::size_t>(nSpecial);
    }
    const json words
        = {{"type", "Split"}, {"pattern", {{"Regex", config.at("pattern").string()}}}, {"behavior", "Isolated"}, {"invert", false}};
    const json bytes = {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    json root = {{"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", mergesOf(pieces, spellings)}, {"ignore_merges", true}}},
        {"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", json::array({words, bytes})}}}, {"decoder", {{"type", "ByteLevel"}}},
        {"added_tokens", specialTokensOf(view, static_cast<std::size_t>(nSpecial))}};
    for (const json &token : root["added_tokens"]) {
        if (token.at("content") != beginOfText)
            continue;
        const json first = {{"SpecialToken", {{"id", beginOfText}, {"type_id", 0}}}};
        const json sequence = {{"Sequence", {{"id", "A"}, {"type_id", 0}}}};
        root["post_processor"] = {{"type", "TemplateProcessing"}, {"single", json::array({first, sequence})}, {"pair", json::array()},
            {"special_tokens",
                {{beginOfText, {{"id", beginOfText}, {"ids", json::array({token.at("id")})}, {"tokens", json::array({beginOfText})}}}}}};
    }
    const JsonView whole(root, name, "");
    return std::make_shared<JsonTokenizer>(whole, std::make_unique<Bpe>(whole.at("model")));
}

} // namespace needlescope
