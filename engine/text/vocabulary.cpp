// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/vocabulary.h"

#include "api/json.h"

#include <cstdio>

namespace needlescope {

namespace {

[[noreturn]] void complain(const JsonView &entry)
{
    entry.tokenId();
    entry.fail("has the same id as another piece");
}

} // namespace

Vocabulary Vocabulary::read(const JsonView &object)
{
    if (!object.json().is_object())
        object.fail("must be an object of pieces and ids");
    Vocabulary vocabulary;
    vocabulary.m_ids.reserve(object.json().size());
    const auto &entries = object.json().get_ref<const nlohmann::json::object_t &>();
    for (const auto &[piece, id] : entries) {
        const JsonView entry(id, object.file(), ""); // without its place, which only a complaint needs
        if (!entry.isTokenId() || !vocabulary.add(piece, entry.tokenId()))
            complain(object.at(piece));
    }
    return vocabulary;
}

bool Vocabulary::add(std::string piece, std::int32_t id)
{
    const auto place = static_cast<std::size_t>(id);
    if (place < m_pieces.size() && m_pieces[place])
        return false;
    const auto [entry, inserted] = m_ids.emplace(std::move(piece), id);
    if (!inserted)
        return false;
    if (place >= m_pieces.size())
        m_pieces.resize(place + 1, nullptr);
    m_pieces[place] = &entry->first;
    return true;
}

std::int32_t Vocabulary::idOf(std::string_view piece) const
{
    const auto entry = m_ids.find(piece);
    return entry == m_ids.end() ? -1 : entry->second;
}

const std::string *Vocabulary::pieceOf(std::int32_t id) const
{
    return id >= 0 && static_cast<std::size_t>(id) < m_pieces.size() ? m_pieces[static_cast<std::size_t>(id)] : nullptr;
}

std::vector<std::int32_t> Vocabulary::byteIds() const
{
    std::vector<std::int32_t> ids;
    for (unsigned byte = 0; byte < 256; ++byte) {
        char piece[8];
        std::snprintf(piece, sizeof piece, "<0x%02X>", byte);
        ids.push_back(idOf(piece));
    }
    return ids;
}

} // namespace needlescope
