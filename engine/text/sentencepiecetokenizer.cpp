// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiecetokenizer.h"

#include "api/engineerror.h"
#include "api/utf8.h"
#include "text/tokenizerfile.h"

#include <algorithm>
#include <array>

namespace needlescope {

namespace {

constexpr std::string_view space = "▁";

/// Makes a model put no space in front of a text. Protocol buffers that follow each other are one message, in which the last value counts:
/// ModelProto.normalizer_spec (3) with add_dummy_prefix (3) = false.
constexpr std::string_view withoutPrefix("\x1a\x02\x18\x00", 4);

/// Kinds of models whose tokenizers transformers never reads with the class of Llama, whatever their files say.
constexpr std::array otherThanLlama = std::to_array<std::string_view>({"arctic", "ernie4_5", "ernie4_5_moe", "fuyu", "glm", "glm4",
    "glm4_moe", "granite", "granitemoe", "granitemoehybrid", "granitemoeshared", "h2ovl_chat", "internlm2", "internlm3", "jamba", "llava",
    "llava_next", "minicpm3", "minicpmv", "ministral", "ministral3", "mistral", "mistral3", "mixtral", "nemotron", "olmo2", "olmo3",
    "openvla", "persimmon", "phi3", "phi3_v", "phimoe", "pixtral", "stablelm", "vipllava", "voxtral"});

bool isLlamaClass(const TokenizerCompanions &companions)
{
    return companions.tokenizerClass == "LlamaTokenizer" && std::ranges::find(otherThanLlama, companions.modelType) == otherThanLlama.end();
}

/// Whether @p model puts a space in front of a text, and @p bare is the same without it.
bool addsPrefix(const PieceModel &model, const PieceModel &bare)
{
    const auto ids = [](const PieceModel &each, std::string_view text) {
        std::vector<int> list;
        if (const auto pieces = each.encode(text)) {
            for (const auto &piece : *pieces)
                list.push_back(piece.id);
        }
        return list;
    };
    return ids(model, "x") == ids(bare, std::string(space) + "x");
}

} // namespace

SentencePieceTokenizer::SentencePieceTokenizer(const std::filesystem::path &file)
{
    const std::string content = readTokenizerFile(file);
    m_model = readPieceModel(content);
    if (!m_model)
        throw EngineError(
            "{}: is not a SentencePiece model, or is damaged; fetch the file again from where the model came.", file.string());
    const auto companions = TokenizerCompanions::read(file.parent_path());
    m_addBos = companions.addBos.value_or(true);
    m_addEos = companions.addEos.value_or(false);
    m_bareModel = readPieceModel(content + std::string(withoutPrefix));
    choosePrefix(companions);
    std::vector<AddedToken> tokens;
    addControlPieces(tokens);
    companions.applyTo(
        tokens, [this](const std::string &token) { return pieceId(token); }, static_cast<std::size_t>(m_model->size()));
    for (const AddedToken &token : tokens) {
        const std::int32_t known = pieceId(token.content);
        if (token.id < m_model->size() && known != token.id)
            throw EngineError(
                "The files beside '{}' give the token '{}' the id {}, which is that of another piece of tokenizer.model; fetch them "
                "again from where the model came.",
                file.string(), token.content, token.id);
    }
    m_addedTokens = AddedTokens(tokens, nullptr);
}

void SentencePieceTokenizer::choosePrefix(const TokenizerCompanions &companions)
{
    if (isLlamaClass(companions)) {
        const bool addsSpace = companions.addPrefixSpace.value_or(true);
        m_prefix = !addsSpace ? Prefix::Never : companions.legacy.value_or(false) ? Prefix::Always : Prefix::First;
    } else if (!companions.legacy.value_or(true) && addsPrefix(*m_model, *m_bareModel)) {
        m_prefix = Prefix::First;
    }
}

std::int32_t SentencePieceTokenizer::pieceId(std::string_view piece) const
{
    const int id = m_model->idOf(piece);
    return m_model->piece(id) == piece ? id : -1;
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

bool SentencePieceTokenizer::prefixes(std::string_view text, std::size_t offset) const
{
    const bool wanted = m_prefix == Prefix::Always || (m_prefix == Prefix::First && offset == 0);
    return wanted && !text.empty() && !text.starts_with(' ') && !text.starts_with(space);
}

void SentencePieceTokenizer::encodeText(std::string_view text, std::size_t offset, Encoding &encoding) const
{
    const std::size_t inserted = prefixes(text, offset) ? space.size() : 0;
    const PieceModel &model = m_prefix == Prefix::OfModel ? *m_model : *m_bareModel;
    auto pieces = inserted > 0 ? model.encode(std::string(space).append(text)) : model.encode(text);
    if (!pieces)
        throw EngineError("The SentencePiece library cannot encode this text; shorten or change it.");
    for (auto &piece : *pieces) {
        piece.begin -= std::min(piece.begin, inserted);
        piece.end -= std::min(piece.end, inserted);
    }
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
    bool isFirst = true;
    const auto flush = [&] {
        // The space that the model puts in front of a text is taken away again, where it was put.
        const bool isPlain = m_prefix == Prefix::OfModel || (m_prefix == Prefix::First && isFirst) || m_prefix == Prefix::Always;
        const auto decoded = (isPlain ? *m_model : *m_bareModel).decode(stretch);
        isFirst = false;
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
    return pieceId(piece);
}

} // namespace needlescope
