// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// What the SentencePiece library knows of a `tokenizer.model`.
///
/// The library is reached through a module of its own: Debian's copy carries a protobuf that must not meet the one of libtorch in the
/// program's global symbols, whichever of the two comes first.
class PieceModel
{
public:
    struct Piece
    {
        int id = 0;
        std::size_t begin = 0; ///< bytes of the encoded text
        std::size_t end = 0;
    };

    virtual ~PieceModel() = default;
    virtual int size() const = 0;
    virtual std::string piece(int id) const = 0;
    virtual int idOf(std::string_view piece) const = 0; ///< that of the unknown piece where there is none
    virtual bool isControl(int id) const = 0;
    virtual bool isUnknown(int id) const = 0;
    virtual bool isByte(int id) const = 0;
    virtual int bosId() const = 0; ///< negative: none
    virtual int eosId() const = 0;
    virtual std::optional<std::vector<Piece>> encode(std::string_view text) const = 0;
    virtual std::optional<std::string> decode(const std::vector<int> &ids) const = 0;
};

/// Null where @p content is not a SentencePiece model. Throws EngineError where the module is missing.
std::unique_ptr<PieceModel> readPieceModel(const std::string &content);

} // namespace needlescope
