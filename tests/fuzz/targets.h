// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace needlescope::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// What a target does with any bytes: reads them as the program would and uses what was read. It returns; an EngineError is what bad input
/// should end in, everything else that is thrown, and every broken promise about what was read, ends the process.
struct Target
{
    std::string_view name; ///< of its folder in seeds/ and of its dictionary
    void (*run)(Bytes);
};

void readSafetensorsHeader(Bytes bytes); ///< a safetensors file
void readGguf(Bytes bytes); ///< a GGUF file, with the tokenizer and the chat template in it
void readGgufModel(Bytes bytes); ///< a GGUF file up to its numbers: the architecture that its metadata describe
void readCompanions(Bytes bytes); ///< the files beside a good tokenizer.json: tokenizer_config.json, or the two older ones
void readConfig(Bytes bytes); ///< config.json
void readWeightIndex(Bytes bytes); ///< model.safetensors.index.json
void readTokenizer(Bytes bytes); ///< tokenizer.json, and behind a NUL the text that is encoded
void readChatTemplates(Bytes bytes); ///< tokenizer_config.json, and the same bytes as a Jinja source
void readScores(Bytes bytes); ///< a score file
void readFrames(Bytes bytes); ///< what arrives through a pipe between window and engine
void readRun(Bytes bytes); ///< a run file
void readMaps(Bytes bytes); ///< maps of heads as others publish them
void readTasks(Bytes bytes); ///< files of needles, texts and questions
void readSessions(Bytes bytes); ///< a saved session
void readPieces(Bytes bytes); ///< tokenizer.model

inline constexpr Target targets[] = {
    {"safetensors", readSafetensorsHeader},
    {"gguf", readGguf},
    {"ggufmodel", readGgufModel},
    {"companions", readCompanions},
    {"config", readConfig},
    {"index", readWeightIndex},
    {"tokenizer", readTokenizer},
    {"template", readChatTemplates},
    {"scores", readScores},
    {"frames", readFrames},
    {"run", readRun},
    {"maps", readMaps},
    {"tasks", readTasks},
    {"session", readSessions},
    {"pieces", readPieces},
};

/// Ends the process with @p promise where it is not @p kept.
void require(bool kept, const char *promise);

} // namespace needlescope::fuzz
