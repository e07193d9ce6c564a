// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tekken.h"

#include "api/json.h"
#include "text/base64.h"
#include "text/bpe.h"
#include "text/bytelevel.h"
#include "text/jsontokenizer.h"
#include "text/tokenizerfile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
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

/// The bytes of an entry that is as it should be.
std::optional<std::string> bytesOf(const json &entry, std::size_t rank)
{
    const auto rankOf = entry.find("rank");
    const auto encoded = entry.find("token_bytes");
    if (rankOf == entry.end() || *rankOf != rank || encoded == entry.end() || !encoded->is_string())
        return {};
    std::optional<std::string> bytes = fromBase64(encoded->get_ref<const std::string &>());
    const bool isOwnByte = bytes && (rank >= nBytes || *bytes == std::string(1, static_cast<char>(rank)));
    return isOwnByte && !bytes->empty() ? bytes : std::nullopt;
}

[[noreturn]] void complain(const JsonView &entry, std::size_t rank)
{
    if (entry.at("rank").json() != rank)
        entry.fail("stands at another place than its rank says");
    entry.at("token_bytes").string(); // which must be one
    entry.fail("does not spell the bytes of a piece");
}

/// Bytes by rank. The first 256 pieces are the bytes themselves.
std::vector<std::string> readPieces(const JsonView &vocabulary, std::size_t n)
{
    if (vocabulary.size() < n || n < nBytes)
        vocabulary.fail("has fewer pieces than the size that the file says");
    std::vector<std::string> pieces;
    pieces.reserve(n);
    for (std::size_t rank = 0; rank < n; ++rank) {
        std::optional<std::string> bytes = bytesOf(vocabulary.json()[rank], rank); // a view's place is only needed for complaints
        if (!bytes)
            complain(vocabulary[rank], rank);
        pieces.push_back(std::move(*bytes));
    }
    return pieces;
}

std::string spelled(const std::string &bytes)
{
    return bytesAsCharacters(AlignedText::unchanged(bytes, 0)).text;
}

Vocabulary vocabularyOf(const std::vector<std::string> &pieces, std::int32_t firstId, const JsonView &entries)
{
    Vocabulary vocabulary;
    for (std::size_t rank = 0; rank < pieces.size(); ++rank) {
        if (!vocabulary.add(spelled(pieces[rank]), firstId + static_cast<std::int32_t>(rank)))
            entries[rank].fail("spells a piece that stands there already");
    }
    return vocabulary;
}

/// Every two pieces that make a third one, in the order of the third ones' ranks.
std::vector<Bpe::IdMerge> mergesOf(const std::vector<std::string> &pieces, std::int32_t firstId)
{
    std::unordered_map<std::string_view, std::int32_t> ids;
    ids.reserve(pieces.size());
    for (const std::string_view piece : pieces)
        ids.emplace(piece, firstId + static_cast<std::int32_t>(ids.size()));
    std::vector<Bpe::IdMerge> merges;
    for (std::size_t rank = 0; rank < pieces.size(); ++rank) {
        const std::string_view piece = pieces[rank];
        const auto first = static_cast<std::ptrdiff_t>(merges.size());
        for (std::size_t cut = 1; cut < piece.size(); ++cut) {
            const auto left = ids.find(piece.substr(0, cut));
            const auto right = left == ids.end() ? ids.end() : ids.find(piece.substr(cut));
            if (right != ids.end())
                merges.push_back({left->second, right->second, firstId + static_cast<std::int32_t>(rank)});
        }
        std::ranges::sort(merges.begin() + first, merges.end(), {}, [](const Bpe::IdMerge &m) { return std::pair(m.left, m.right); });
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
    const JsonView vocabulary = view.at("vocab");
    const std::vector<std::string> pieces = readPieces(vocabulary, static_cast<std::size_t>(size - nSpecial));

    const json words
        = {{"type", "Split"}, {"pattern", {{"Regex", config.at("pattern").string()}}}, {"behavior", "Isolated"}, {"invert", false}};
    const json bytes = {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    json root = {{"pre_tokenizer", {{"type", "Sequence"}, {"pretokenizers", json::array({words, bytes})}}},
        {"decoder", {{"type", "ByteLevel"}}}, {"added_tokens", specialTokensOf(view, static_cast<std::size_t>(nSpecial))}};
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
    const auto firstId = static_cast<std::int32_t>(nSpecial);
    return std::make_shared<JsonTokenizer>(
        whole, std::make_unique<Bpe>(name, vocabularyOf(pieces, firstId, vocabulary), mergesOf(pieces, firstId)));
}

} // namespace needlescope
