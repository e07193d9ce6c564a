// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/decoder.h"

#include "api/utf8.h"
#include "text/bytelevel.h"
#include "text/metaspace.h"

#include <charconv>
#include <numeric>
#include <optional>

namespace needlescope {

namespace {

class DecoderSequence : public Decoder
{
public:
    DecoderSequence(const JsonView &list, int nesting)
    {
        for (std::size_t i = 0; i < list.size(); ++i)
            m_steps.push_back(Decoder::read(list[i], nesting + 1));
    }
    void apply(std::vector<std::string> &pieces) const override
    {
        for (const auto &step : m_steps)
            step->apply(pieces);
    }

private:
    std::vector<std::unique_ptr<const Decoder>> m_steps;
};

class ByteLevelDecoder : public Decoder
{
public:
    void apply(std::vector<std::string> &pieces) const override
    {
        std::string bytes;
        for (const std::string &piece : pieces)
            bytes += bytesOfCharacters(piece).value_or(piece);
        pieces = {toValidUtf8(bytes)};
    }
};

class MetaspaceDecoder : public Decoder
{
public:
    explicit MetaspaceDecoder(const JsonView &component)
        : m_options(MetaspaceOptions::read(component))
    {
    }
    void apply(std::vector<std::string> &pieces) const override
    {
        for (std::size_t i = 0; i < pieces.size(); ++i)
            replace(pieces[i], i == 0 && m_options.prepend != PrependScheme::Never ? "" : " ");
    }

private:
    void replace(std::string &piece, std::string_view with) const
    {
        std::string result;
        std::size_t done = 0;
        for (std::size_t at = 0; (at = piece.find(m_options.replacement, done)) != std::string::npos;
             done = at + m_options.replacement.size())
            result.append(piece, done, at - done).append(with);
        result.append(piece, done);
        piece = std::move(result);
    }
    MetaspaceOptions m_options;
};

/// Runs of pieces such as <0xE2> become the character that their bytes form, or one U+FFFD each.
class ByteFallbackDecoder : public Decoder
{
public:
    void apply(std::vector<std::string> &pieces) const override
    {
        std::vector<std::string> result;
        std::string bytes;
        const auto flush = [&] {
            if (isValidUtf8(bytes) && !bytes.empty()) {
                result.push_back(bytes);
            } else {
                for (std::size_t i = 0; i < bytes.size(); ++i)
                    result.emplace_back("\uFFFD");
            }
            bytes.clear();
        };
        for (std::string &piece : pieces) {
            if (const auto byte = byteOf(piece)) {
                bytes.push_back(*byte);
            } else {
                flush();
                result.push_back(std::move(piece));
            }
        }
        flush();
        pieces = std::move(result);
    }

private:
    static std::optional<char> byteOf(const std::string &piece)
    {
        if (piece.size() != 6 || !piece.starts_with("<0x") || !piece.ends_with('>'))
            return std::nullopt;
        unsigned value = 0;
        const auto [end, error] = std::from_chars(piece.data() + 3, piece.data() + 5, value, 16);
        if (error != std::errc() || end != piece.data() + 5)
            return std::nullopt;
        return static_cast<char>(static_cast<unsigned char>(value));
    }
};

class Fuse : public Decoder
{
public:
    void apply(std::vector<std::string> &pieces) const override { pieces = {std::accumulate(pieces.begin(), pieces.end(), std::string())}; }
};

/// Takes up to `start` and `stop` times the same character from the ends of every piece.
class StripDecoder : public Decoder
{
public:
    explicit StripDecoder(const JsonView &component)
        : m_start(component.at("start").count())
        , m_stop(component.at("stop").count())
    {
        appendUtf8(m_content, component.at("content").character());
    }
    void apply(std::vector<std::string> &pieces) const override
    {
        for (std::string &piece : pieces) {
            for (std::size_t i = 0; i < m_start && piece.starts_with(m_content); ++i)
                piece.erase(0, m_content.size());
            for (std::size_t i = 0; i < m_stop && piece.ends_with(m_content); ++i)
                piece.erase(piece.size() - m_content.size());
        }
    }

private:
    std::string m_content;
    std::size_t m_start;
    std::size_t m_stop;
};

class ReplaceDecoder : public Decoder
{
public:
    explicit ReplaceDecoder(const JsonView &component)
        : m_pattern(readPattern(component.at("pattern")))
        , m_content(component.at("content").string())
    {
    }
    void apply(std::vector<std::string> &pieces) const override
    {
        for (std::string &piece : pieces) {
            std::string result;
            for (const TextPart &part : m_pattern.partsOf(piece))
                result += part.isMatch ? m_content : piece.substr(part.begin, part.end - part.begin);
            piece = std::move(result);
        }
    }

private:
    Regex m_pattern;
    std::string m_content;
};

} // namespace

std::unique_ptr<const Decoder> Decoder::read(const JsonView &component, int nesting)
{
    const std::string &type = component.at("type").string();
    if (nesting > maximalNesting)
        component.fail("is nested too deeply");
    if (type == "Sequence")
        return std::make_unique<DecoderSequence>(component.at("decoders"), nesting);
    if (type == "ByteLevel")
        return std::make_unique<ByteLevelDecoder>();
    if (type == "Metaspace")
        return std::make_unique<MetaspaceDecoder>(component);
    if (type == "ByteFallback")
        return std::make_unique<ByteFallbackDecoder>();
    if (type == "Fuse")
        return std::make_unique<Fuse>();
    if (type == "Strip")
        return std::make_unique<StripDecoder>(component);
    if (type == "Replace")
        return std::make_unique<ReplaceDecoder>(component);
    component.failUnsupported(Sentence("the decoder \"{}\"", type));
}

} // namespace needlescope
