// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/bpe.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "api/utf8.h"

#include <queue>

namespace needlescope {

namespace {

std::uint64_t pairKey(std::int32_t left, std::int32_t right)
{
    return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint32_t>(right);
}

using Sides = std::pair<std::string_view, std::string_view>;

/// A merge is written "a b" in older files and ["a", "b"] in newer ones; nothing for anything else.
std::optional<Sides> sidesOf(const nlohmann::json &merge)
{
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
        return Sides{merge[0].get_ref<const std::string &>(), merge[1].get_ref<const std::string &>()};
    if (!merge.is_string())
        return std::nullopt;
    const std::string_view line = merge.get_ref<const std::string &>();
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos || line.find(' ', space + 1) != std::string_view::npos)
        return std::nullopt;
    return Sides{line.substr(0, space), line.substr(space + 1)};
}

bool isVersionLine(const nlohmann::json &merge)
{
    return merge.is_string() && merge.get_ref<const std::string &>().starts_with("#version");
}

} // namespace

Bpe::Bpe(const JsonView &model)
    : m_file(model.file())
    , m_prefix(model.string("continuing_subword_prefix", ""))
    , m_suffix(model.string("end_of_word_suffix", ""))
    , m_fuseUnknown(model.boolean("fuse_unk", false))
    , m_ignoreMerges(model.boolean("ignore_merges", false))
{
    if (const auto dropout = model.find("dropout"); dropout && dropout->number() != 0)
        dropout->failUnsupported("random merging (dropout)");
    m_vocabulary = Vocabulary::read(model.at("vocab"));
    if (const auto unknown = model.find("unk_token"))
        m_unknown = m_vocabulary.idOf(unknown->string());
    if (model.boolean("byte_fallback", false))
        m_byteIds = m_vocabulary.byteIds();
    readMerges(model.at("merges"));
}

Bpe::Bpe(std::string file, Vocabulary vocabulary, std::span<const IdMerge> merges)
    : m_file(std::move(file))
    , m_ignoreMerges(true)
{
    m_vocabulary = std::move(vocabulary);
    m_merges.reserve(merges.size());
    std::uint32_t rank = 0;
    for (const auto &[left, right, merged] : merges)
        m_merges.insert_or_assign(pairKey(left, right), Merge{rank++, merged});
}

void Bpe::readMerges(const JsonView &merges)
{
    m_merges.reserve(merges.size());
    std::uint32_t rank = 0;
    std::string merged;
    for (std::size_t i = 0; i < merges.size(); ++i) {
        const nlohmann::json &merge = merges.json()[i];
        if (isVersionLine(merge))
            continue;
        const auto sides = sidesOf(merge);
        if (!sides)
            merges[i].fail("must be two pieces with one space between them, or a list of two pieces");
        const auto [left, right] = *sides;
        if (!right.starts_with(m_prefix))
            merges[i].fail("lacks the prefix of pieces inside a word");
        merged.assign(left).append(right.substr(m_prefix.size()));
        const std::int32_t leftId = m_vocabulary.idOf(left);
        const std::int32_t rightId = m_vocabulary.idOf(right);
        const std::int32_t id = m_vocabulary.idOf(merged);
        if (leftId < 0 || rightId < 0 || id < 0)
            merges[i].fail("uses a piece that the vocabulary does not have");
        m_merges.insert_or_assign(pairKey(leftId, rightId), Merge{rank++, id});
    }
}

std::string Bpe::spelling(std::string_view piece, std::size_t begin, std::size_t end) const
{
    std::string spelled(piece.substr(begin, end - begin));
    if (begin > 0)
        spelled.insert(0, m_prefix);
    if (end == piece.size())
        spelled += m_suffix;
    return spelled;
}

bool Bpe::appendBytes(std::string_view spelled, std::size_t begin, std::size_t end, std::vector<Symbol> &symbols) const
{
    if (m_byteIds.empty())
        return false;
    const auto idOfByte = [this](char byte) { return m_byteIds[static_cast<unsigned char>(byte)]; };
    for (const char byte : spelled) {
        if (idOfByte(byte) < 0)
            return false;
    }
    for (std::size_t i = 0; i < spelled.size(); ++i) {
        // With a prefix or suffix there are more bytes than the text has; the last ones then stand for nothing.
        const std::size_t from = std::min(begin + i, end);
        symbols.push_back({{idOfByte(spelled[i]), from, std::min(from + 1, end)}});
    }
    return true;
}

std::vector<Bpe::Symbol> Bpe::symbolsOf(std::string_view piece) const
{
    std::vector<Symbol> symbols;
    symbols.reserve(piece.size());
    std::optional<Token> unknown; // waits for more unknown characters that it may be fused with
    for (std::size_t begin = 0; begin < piece.size();) {
        const std::size_t end = begin + characterAt(piece, begin).length;
        const bool plain = m_prefix.empty() && m_suffix.empty();
        const std::string spelled = plain ? std::string() : spelling(piece, begin, end);
        const std::string_view spelledView = plain ? piece.substr(begin, end - begin) : std::string_view(spelled);
        const std::int32_t id = m_vocabulary.idOf(spelledView);
        if (id >= 0) {
            if (unknown)
                symbols.push_back({*unknown});
            unknown.reset();
            symbols.push_back({{id, begin, end}});
        } else if (!appendBytes(spelledView, begin, end, symbols) && m_unknown) {
            if (*m_unknown < 0)
                throw EngineError("{}: the vocabulary has neither the character \"{}\" nor the unknown token that the file names; use only "
                                  "characters that the model knows.",
                    m_file, spelledView);
            if (unknown && m_fuseUnknown) {
                unknown->end = end;
            } else {
                if (unknown)
                    symbols.push_back({*unknown});
                unknown = Token{*m_unknown, begin, end};
            }
        }
        begin = end;
    }
    if (unknown)
        symbols.push_back({*unknown});
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        symbols[i].previous = static_cast<int>(i) - 1;
        symbols[i].next = i + 1 < symbols.size() ? static_cast<int>(i) + 1 : -1;
    }
    return symbols;
}

const Bpe::Merge *Bpe::mergeOf(const Symbol &left, const Symbol &right) const
{
    const auto merge = m_merges.find(pairKey(left.token.id, right.token.id));
    return merge == m_merges.end() ? nullptr : &merge->second;
}

void Bpe::mergeAll(std::vector<Symbol> &symbols) const
{
    struct Candidate
    {
        std::uint32_t rank;
        int left;
        std::int32_t id;
        bool operator>(const Candidate &other) const { return rank != other.rank ? rank > other.rank : left > other.left; }
    };
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
    const auto at = [&](int i) -> Symbol & { return symbols[static_cast<std::size_t>(i)]; };
    const auto consider = [&](int left) {
        if (left < 0 || at(left).next < 0)
            return;
        if (const Merge *merge = mergeOf(at(left), at(at(left).next)))
            candidates.push({merge->rank, left, merge->id});
    };

    for (int i = 0; i < static_cast<int>(symbols.size()); ++i)
        consider(i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol &left = at(best.left);
        if (!left.alive || left.next < 0)
            continue;
        Symbol &right = at(left.next);
        // Either side may have changed since the candidate was noted.
        const Merge *merge = mergeOf(left, right);
        if (!merge || merge->id != best.id)
            continue;
        left.token = {best.id, left.token.begin, right.token.end};
        right.alive = false;
        left.next = right.next;
        if (left.next >= 0)
            at(left.next).previous = best.left;
        consider(left.previous);
        consider(best.left);
    }
}

void Bpe::tokenize(std::string_view piece, std::vector<Token> &tokens) const
{
    if (m_ignoreMerges) {
        if (const std::int32_t id = m_vocabulary.idOf(piece); id >= 0) {
            tokens.push_back({id, 0, piece.size()});
            return;
        }
    }
    std::vector<Symbol> symbols = symbolsOf(piece);
    mergeAll(symbols);
    for (const Symbol &symbol : symbols) {
        if (symbol.alive)
            tokens.push_back(symbol.token);
    }
}

} // namespace needlescope
