// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/jsonview.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace needlescope {

/// Hash that lets a map of strings be asked with a string_view.
struct StringHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Pieces and their ids, both ways. Ids may have gaps.
class Vocabulary
{
public:
    Vocabulary() = default;
    /// From {"piece": id, ...}. Throws EngineError for what is no id, or an id given twice.
    static Vocabulary read(const JsonView &object);

    /// False, and nothing changes, where the piece or the id is taken already.
    bool add(std::string piece, std::int32_t id);

    std::int32_t idOf(std::string_view piece) const; ///< -1 if there is none
    const std::string *pieceOf(std::int32_t id) const; ///< nullptr if there is none; valid as long as the vocabulary
    std::size_t size() const { return m_pieces.size(); } ///< the highest id plus one

    /// Ids of the pieces `<0x00>` ... `<0xFF>`, -1 for those that are missing.
    std::vector<std::int32_t> byteIds() const;

private:
    std::unordered_map<std::string, std::int32_t, StringHash, std::equal_to<>> m_ids;
    std::vector<const std::string *> m_pieces; ///< keys of m_ids, which do not move
};

} // namespace needlescope
