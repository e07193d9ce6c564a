// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jsontokenizer.h"

#include "api/json.h"
#include "api/utf8.h"
#include "text/bpe.h"
#include "text/tokenizerfile.h"
#include "text/unigram.h"
#include "text/wordlevel.h"

#include <algorithm>
#include <unordered_map>

namespace needlescope {

namespace {

/// Files from before version 0.9 of the library do not name the type; the members tell.
std::string modelType(const JsonView &model)
{
    if (const auto type = model.find("type"))
        return type->string();
    if (model.find("merges"))
        return "BPE";
    return model.at("vocab").isArray() ? "Unigram" : "WordLevel";
}

std::unique_ptr<const SubwordModel> readModel(const JsonView &model)
{
    const std::string type = modelType(model);
    if (type == "BPE")
        return std::make_unique<Bpe>(model);
    if (type == "WordLevel")
        return std::make_unique<WordLevel>(model);
    if (type == "Unigram")
        return std::make_unique<Unigram>(model);
    model.failUnsupported(Sentence("the model \"{}\"", type));
}

} // namespace

JsonTokenizer::JsonTokenizer(const std::filesystem::path &file)
{
    const std::string name = file.string();
    const nlohmann::json json = readTokenizerJson(file);
    const JsonView root(json, name, "");
    m_model = readModel(root.at("model"));
    read(root, TokenizerCompanions::read(file.parent_path()));
}

JsonTokenizer::JsonTokenizer(const JsonView &root, std::unique_ptr<const SubwordModel> model, const TokenizerCompanions &companions)
    : m_model(std::move(model))
{
    read(root, companions);
}

void JsonTokenizer::read(const JsonView &root, const TokenizerCompanions &companions)
{
    if (const auto component = root.find("normalizer"))
        m_normalizer = Normalizer::read(*component);
    if (const auto component = root.find("pre_tokenizer"))
        m_preTokenizer = PreTokenizer::read(*component);
    if (const auto component = root.find("post_processor"))
        m_inserted = readPostProcessor(*component);
    if (const auto component = root.find("decoder"))
        m_decoder = Decoder::read(*component);
    readAddedTokens(root, companions);
    for (const auto &ids : {m_inserted.before, m_inserted.after}) {
        if (std::ranges::any_of(ids, [&](std::int32_t id) { return static_cast<std::size_t>(id) >= vocabularySize(); }))
            root.at("post_processor").fail("inserts a token that the vocabulary does not have");
    }
}

void JsonTokenizer::readAddedTokens(const JsonView &root, const TokenizerCompanions &companions)
{
    const Vocabulary &vocabulary = m_model->vocabulary();
    const auto fits = [&](const AddedToken &token) {
        const std::int32_t known = vocabulary.idOf(token.content);
        return known >= 0 ? known == token.id : vocabulary.pieceOf(token.id) == nullptr;
    };
    std::vector<AddedToken> tokens;
    std::unordered_map<std::string, std::size_t> places; ///< in tokens
    const auto list = root.find("added_tokens");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const JsonView entry = (*list)[i];
        AddedToken token = AddedToken::read(entry);
        token.id = entry.at("id").tokenId();
        const auto [before, isNew] = places.emplace(token.content, tokens.size());
        if (!fits(token) || (!isNew && tokens[before->second].id != token.id))
            entry.fail("has another id than the vocabulary gives it, or the id of another piece");
        if (isNew)
            tokens.push_back(std::move(token));
        else
            tokens[before->second] = token;
    }
    companions.applyTo(
        tokens, [&](std::string_view content) { return vocabulary.idOf(content); }, vocabulary.size());
    for (const AddedToken &token : tokens) {
        if (!fits(token))
            throw EngineError(
                "The files beside '{}' give the token '{}' the id {}, which the tokenizer's vocabulary does not; fetch them again "
                "from where the model came.",
                root.file(), token.content, token.id);
    }
    m_addedTokens = AddedTokens(tokens, m_normalizer.get());
}

void JsonTokenizer::encodeText(AlignedText text, Encoding &encoding) const
{
    std::vector<AlignedText> pieces;
    pieces.push_back(std::move(text));
    if (m_preTokenizer)
        m_preTokenizer->apply(pieces);
    std::vector<Token> tokens;
    for (const AlignedText &piece : pieces) {
        tokens.clear();
        m_model->tokenize(piece.text, tokens);
        for (const Token &token : tokens) {
            encoding.ids.push_back(token.id);
            encoding.spans.push_back(piece.originOf(token.begin, token.end));
        }
    }
}

Encoding JsonTokenizer::encode(std::string_view utf8, SpecialTokens special) const
{
    Encoding encoding;
    const auto insert = [&](const std::vector<std::int32_t> &ids, std::size_t place) {
        encoding.ids.insert(encoding.ids.end(), ids.begin(), ids.end());
        encoding.spans.insert(encoding.spans.end(), ids.size(), {place, place});
    };
    if (special == SpecialTokens::Add)
        insert(m_inserted.before, 0);
    for (AddedTokens::Section &section : m_addedTokens.cut(utf8, m_normalizer.get())) {
        if (section.id >= 0) {
            encoding.ids.push_back(section.id);
            encoding.spans.push_back(section.text.originOf(0, section.text.text.size()));
        } else {
            encodeText(std::move(section.text), encoding);
        }
    }
    if (special == SpecialTokens::Add)
        insert(m_inserted.after, utf8.size());
    return encoding;
}

std::string JsonTokenizer::decode(std::span<const std::int32_t> ids, bool keepSpecial) const
{
    std::vector<std::string> pieces;
    for (const std::int32_t id : ids) {
        if (const AddedToken *added = m_addedTokens.find(id)) {
            if (keepSpecial || !added->special)
                pieces.push_back(added->decoded);
        } else if (const std::string *piece = m_model->vocabulary().pieceOf(id)) {
            pieces.push_back(*piece);
        }
    }
    std::string text;
    if (m_decoder)
        m_decoder->apply(pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += (i > 0 && !m_decoder ? " " : "") + pieces[i];
    return toValidUtf8(text);
}

std::size_t JsonTokenizer::vocabularySize() const
{
    return std::max(m_model->vocabulary().size(), static_cast<std::size_t>(m_addedTokens.highestId() + 1));
}

std::int32_t JsonTokenizer::idOf(std::string_view piece) const
{
    const std::int32_t added = m_addedTokens.idOf(piece);
    return added >= 0 ? added : m_model->vocabulary().idOf(piece);
}

} // namespace needlescope
