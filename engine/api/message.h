// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/engineerror.h"
#include "api/json.h"
#include "api/nesting.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace needlescope {

/// Of frames and messages. Values may grow without a new version; a message that changes its meaning needs one.
inline constexpr int protocolVersion = 2;

/// What each side says first, before anything else, as the body of a message "hello" with id 0.
struct Hello
{
    std::string program; ///< "Needlescope 0.1.0"
    int protocol = 0;
    int silence = 0; ///< of a window: an engine that has not heard from it for so many seconds may take it for gone; 0: never
    std::vector<std::string> knows{}; ///< of an engine: requests that the first ones of this protocol did not know
    std::vector<std::string> folders{}; ///< of a window: where runs may be written besides the engine's own folder, on the engine's machine
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Hello, program, protocol, silence, knows, folders)

/// What travels between window and engine: a frame is a 4-byte little-endian length and that many bytes of CBOR, a map of id, type, body.
///
/// The first frame each way is a `hello` (Hello) with id 0; a side that does not know the other's protocol says so and ends.
/// An engine that is told to confine itself then says how, in a `confinement` (Confinement) with id 0.
/// Requests (body -> body of the `result` that ends it):
///   open       {model, device}           -> {model: ModelInfo, prompt: ChosenFrame}, the frame that the model's chat template makes
///   models     {}                        -> {models: [CatalogModel]}, those that `open` knows by name
///   fetch      {model, planOnly}         -> FetchPlan; from the Hugging Face hub into the local cache, or only what that would take.
///   Beside
///              all other requests, one fetch after the other
///   compose    PromptRequest             -> Prompt, with a handle
///   generate   GenerationRequest         -> DecodeTrace; a `token` reply (DecodedToken) for each token as it comes
///   attention  AttentionRequest          -> AttentionRows
///   study      {study: StudyRequest, run: name} -> StudySummary; an `update` reply (StudyUpdate) after each sample. The run is a name in
///              the engine's folder of runs, a path on its machine, "auto": a name made of model and request, or "": none is kept
///   plan       StudyRequest              -> {samples, masks, seconds}; seconds negative where the model's speed is not known yet
///   runs       {}                        -> {runs: [RunInfo]}, those in the engine's folder and the shipped ones
///   run        {run: name, known: stamp, content}
///                                        -> OpenedRun; of a run that still is as it was with that stamp only this. With content, which is
///              a file's bytes, the file is kept on the engine's machine first; its name is the last part of the name
///   cancel     {request: id}             -> {}; the cancelled request ends in `cancelled`
///   ping       {}                        -> {}; at once, so that each side knows that the other is there
/// Any request may send `progress` replies (Progress) and ends in exactly one `result`, `error` {message, pattern, arguments} or
/// `cancelled` {}. While a study runs, the other requests are carried out in the middle of its samples.
struct Message
{
    std::int64_t id = 0; ///< given by the sender of the request, repeated in every reply to it
    std::string type;
    nlohmann::json body = nlohmann::json::object();
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Message, id, type, body)

/// What the body of an `error` says; older engines send the message alone.
inline Sentence sentenceOfError(const nlohmann::json &body)
{
    return body.contains("pattern") ? body.get<Sentence>() : Sentence::verbatim(body.value("message", std::string()));
}

inline constexpr std::size_t maxFrameBytes = std::size_t{256} << 20;

inline std::vector<std::uint8_t> encodeFrame(const Message &message)
{
    std::vector<std::uint8_t> frame(4);
    nlohmann::json::to_cbor(nlohmann::json(message), frame);
    const auto size = static_cast<std::uint32_t>(frame.size() - 4);
    for (int i = 0; i < 4; ++i)
        frame[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(size >> (8 * i));
    return frame;
}

/// Puts frames together from a stream of bytes.
class FrameReader
{
public:
    void feed(std::span<const std::uint8_t> bytes) { m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end()); }

    /// The next whole message, if there is one. Throws EngineError where the bytes are not a frame; the stream is then useless.
    std::optional<Message> next()
    {
        if (m_buffer.size() - m_begin < 4)
            return {};
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size |= static_cast<std::size_t>(m_buffer[m_begin + i]) << (8 * i);
        if (size > maxFrameBytes)
            throw EngineError(
                "A message of {} bytes was announced, more than is allowed: the other side does not speak Needlescope's protocol.", size);
        if (m_buffer.size() - m_begin < 4 + size)
            return {};
        const auto bytes = std::span<const std::uint8_t>(m_buffer).subspan(m_begin + 4, size);
        if (nestsTooDeep(bytes))
            throw EngineError("A message is nested too deep: the other side does not speak Needlescope's protocol.");
        try {
            auto message = nlohmann::json::from_cbor(bytes.begin(), bytes.end()).get<Message>();
            m_begin += 4 + size;
            dropConsumed();
            return message;
        } catch (const nlohmann::json::exception &error) {
            throw EngineError("A message could not be read ({}): the other side does not speak Needlescope's protocol.", error.what());
        }
    }

private:
    void dropConsumed()
    {
        if (m_begin == m_buffer.size() || m_begin > (std::size_t{1} << 20)) {
            m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin));
            m_begin = 0;
        }
    }

    std::vector<std::uint8_t> m_buffer;
    std::size_t m_begin = 0;
};

} // namespace needlescope
