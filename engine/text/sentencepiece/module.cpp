// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiece/piecemodel.h"

#include <sentencepiece_processor.h>

#include <exception>

namespace needlescope {

namespace {

absl::string_view view(std::string_view text)
{
    return {text.data(), text.size()};
}

class LibraryModel : public PieceModel
{
public:
    bool load(const std::string &content)
    {
        try { // the tree of its pieces throws at one with a zero in it
            return m_processor.LoadFromSerializedProto(content).ok() && size() > 0;
        } catch (const std::exception &) {
            return false;
        }
    }

    int size() const override { return m_processor.GetPieceSize(); }
    std::string piece(int id) const override { return m_processor.IdToPiece(id); }
    int idOf(std::string_view piece) const override { return m_processor.PieceToId(view(piece)); }
    bool isControl(int id) const override { return m_processor.IsControl(id); }
    bool isUnknown(int id) const override { return m_processor.IsUnknown(id); }
    bool isByte(int id) const override { return m_processor.IsByte(id); }
    int bosId() const override { return m_processor.bos_id(); }
    int eosId() const override { return m_processor.eos_id(); }

    std::optional<std::vector<Piece>> encode(std::string_view text) const override
    {
        sentencepiece::ImmutableSentencePieceText result;
        if (!m_processor.Encode(view(text), result.mutable_proto()).ok())
            return {};
        std::vector<Piece> pieces;
        for (const auto &piece : result.pieces())
            pieces.push_back({static_cast<int>(piece.id()), piece.begin(), piece.end()});
        return pieces;
    }

    std::optional<std::string> decode(const std::vector<int> &ids) const override
    {
        std::string text;
        if (!m_processor.Decode(ids, &text).ok())
            return {};
        return text;
    }

private:
    sentencepiece::SentencePieceProcessor m_processor;
};

} // namespace

} // namespace needlescope

extern "C" needlescope::PieceModel *needlescopePieceModel(const std::string &content)
{
    auto model = std::make_unique<needlescope::LibraryModel>();
    return model->load(content) ? model.release() : nullptr;
}
