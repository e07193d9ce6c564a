// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/tokenizer.h"

#include "files/gguf.h"
#include "text/gguftokenizer.h"
#include "text/jsontokenizer.h"
#include "text/sentencepiecetokenizer.h"
#include "text/tekken.h"
#include "text/vocabandmerges.h"

namespace needlescope {

std::shared_ptr<const Tokenizer> Tokenizer::load(const std::filesystem::path &directory)
{
    if (isGguf(directory))
        return readGgufTokenizer(GgufFile::open(directory)->metadata(), directory.string());
    std::error_code error;
    if (std::filesystem::exists(directory / "tokenizer.json", error))
        return std::make_shared<JsonTokenizer>(directory / "tokenizer.json");
    if (std::filesystem::exists(directory / "tekken.json", error))
        return readTekken(directory / "tekken.json");
    if (std::filesystem::exists(directory / "tokenizer.model", error))
        return std::make_shared<SentencePieceTokenizer>(directory / "tokenizer.model");
    if (std::filesystem::exists(directory / "vocab.json", error) && std::filesystem::exists(directory / "merges.txt", error))
        return readVocabAndMerges(directory);
    throw EngineError("{}: has neither tokenizer.json, tekken.json nor tokenizer.model, nor vocab.json with merges.txt; choose a folder "
                      "that holds the model's tokenizer.",
        directory.string());
}

TokenSpan tokensOf(const Encoding &encoding, TextSpan text)
{
    TokenSpan tokens;
    for (std::size_t i = 0; i < encoding.spans.size(); ++i) {
        const TextSpan &span = encoding.spans[i];
        if (span.begin >= span.end || span.begin >= text.end || span.end <= text.begin || text.begin >= text.end)
            continue;
        if (tokens.begin == tokens.end)
            tokens.begin = static_cast<std::int32_t>(i);
        tokens.end = static_cast<std::int32_t>(i) + 1;
    }
    return tokens;
}

} // namespace needlescope
