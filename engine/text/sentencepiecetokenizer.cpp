// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiecetokenizer.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "api/utf8.h"
#include "text/tokenizerfile.h"

#include <algorithm>
#include <charconv>

namespace needlescope {

namespace {

/// The id that tokenizer_config.json writes as the name of a member.
std::int32_t idFromName(const std::string &name, const JsonView &place)
{
    std::int32_t id = -1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (error != std::errc() || end != name.data() + name.size() || id < 0 || id > maximalTokenId)
        place.fail("is not named by a token id");
    return id;
}

} // namespace

SentencePieceTokenizer::SentencePieceTokenizer(const std::filesystem::path &file)
    : m_model(readPieceModel(readTokenizerFile(file)))
{
    if (!m_model)
        throw EngineError(file.string() + ": is not a SentencePiece model, or is damaged; fetch the file again from where the model came.");
    std::vector<AddedToken> tokens;
    readCompanions(file.parent_path(), tokens);
    addControlPieces(tokens);
    m_addedTokens = AddedTokens(tokens, nullptr);
}

void SentencePieceTokenizer::addControlPieces(std::vector<AddedToken> &tokens) const
{
    for (int id = 0; id < m_model->size(); ++id) {
        if (!m_model->isControl(id) && !m_model->isUnknown(id))
            continue;
        AddedToken token;
        token.content = m_model->piece(id);
        token.id = id;
        token.special = true;
        tokens.push_back(std::move(token));
    }
}

void SentencePieceTokenizer::appendAdded(const JsonView &place, AddedToken token, std::vector<AddedToken> &tokens) const
{
    if (token.id < m_model->size() && m_model->piece(token.id) != token.content)
        place.fail("has the id of another piece of tokenizer.model");
    tokens.push_back(std::move(token));
}

void SentencePieceTokenizer::readCompanions(const std::filesystem::path &directory, std::vector<AddedToken> &tokens)
{
    const std::filesystem::path config = directory / "tokenizer_config.json";
    if (std::filesystem::exists(config)) {
        const nlohmann::json json = readTokenizerJson(config);
        const std::string name = config.string();
        const JsonView root(json, name, "");
        m_addBos = root.boolean("add_bos_token", true);
        m_addEos = root.boolean("add_eos_token", false);
        if (const auto added = root.find("added_tokens_decoder")) {
            for (const auto &member : added->json().items()) {
                const JsonView entry = added->at(member.key());
                AddedToken token = AddedToken::read(entry);
                token.id = idFromName(member.key(), entry);
                appendAdded(entry, std::move(token), tokens);
            }
        }
    }
    const std::filesystem::path list = directory / "added_tokens.json";
    if (std::filesystem::exists(list)) {
        const nlohmann::json json = readTokenizerJson(list);
        const std::string name = list.string();
        const JsonView root(json, name, "");
        for (const auto &member : json.items()) {
            AddedToken token;
            token.content = member.key();
            token.id = root.at(member.key()).tokenId();
            appendAdded(root.at(member.key()), std::move(token), tokens);
        }
    }
}

void SentencePieceTokenizer::encodeText(std::string_view text, std::size_t offset, Encoding &encoding) const
{
    const auto pieces = m_model->encode(text);
    if (!pieces)
        throw EngineError("The SentencePiece library cannot encode this text; shorten or change it.");
    // A character without a piece becomes several byte pieces, of which the library gives only the last one the character's span.
    std::size_t nBytePieces = 0;
    for (const auto &piece : *pieces) {
        const TextSpan span{offset + piece.begin, offset + piece.end};
        encoding.ids.push_back(piece.id);
        nBytePieces = m_model->isByte(piece.id) ? nBytePieces + 1 : 0;
        if (nBytePieces > 0 && span.begin < span.end) {
            const std::size_t n = nBytePieces;
            const bool exact = span.end - span.begin == n;
            encoding.spans.resize(encoding.ids.size() - n);
            for (std::size_t i = 0; i < n; ++i)
                encoding.spans.push_back(exact ? TextSpan{span.begin + i, span.begin + i + 1} : span);
            nBytePieces = 0;
        } else {
            encoding.spans.push_back(span);
        }
    }
}

Encoding SentencePieceTokenizer::encode(std::string_view utf8, SpecialTokens special) const
{
    Encoding encoding;
    const bool add = special == SpecialTokens::Add;
    if (add && m_addBos && m_model->bosId() >= 0) {
        encoding.ids.push_back(m_model->bosId());
        encoding.spans.push_back({0, 0});
    }
    for (const AddedTokens::Section &section : m_addedTokens.cut(utf8, nullptr)) {
        const TextSpan span = section.text.originOf(0, section.text.text.size());
        if (section.id >= 0) {
            encoding.ids.push_back(section.id);
            encoding.spans.push_back(span);
        } else {
            encodeText(section.text.text, span.begin, encoding);
        }
    }
    if (add && m_addEos && m_model->eosId() >= 0) {
        encoding.ids.push_back(m_model->eosId());
        encoding.spans.push_back({utf8.size(), utf8.size()});
    }
    return encoding;
}

std::string SentencePieceTokenizer::decode(std::span<const std::int32_t> ids, bool keepSpecial) const
{
    std::string text;
    std::vector<int> stretch;
    const auto flush = [&] {
        const auto decoded = m_model->decode(stretch);
        if (!decoded)
            throw EngineError("The SentencePiece library cannot decode these tokens; they do not belong to this tokenizer.");
        text += *decoded;
        stretch.clear();
    };
    for (const std::int32_t id : ids) {
        const AddedToken *added = m_addedTokens.find(id);
        if (!added && id >= 0 && id < m_model->size()) {
            stretch.push_back(id);
        } else if (added && (keepSpecial || !added->special)) {
            flush();
            text += added->content;
        }
    }
    flush();
    return toValidUtf8(text);
}

std::size_t SentencePieceTokenizer::vocabularySize() const
{
    return static_cast<std::size_t>(std::max(m_model->size(), m_addedTokens.highestId() + 1));
}

std::int32_t SentencePieceTokenizer::idOf(std::string_view piece) const
{
    if (const std::int32_t added = m_addedTokens.idOf(piece); added >= 0)
        return added;
    const int id = m_model->idOf(piece);
    return m_model->piece(id) == piece ? id : -1;
}

} // namespace needlescope
