// SPDX-License-Identifier: GPL-3.0-or-later
#include "scratch.h"

#include "api/utf8.h"
#include "text/chattemplate.h"
#include "text/gguftokenizer.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace needlescope::fuzz {

namespace {

std::string_view textOf(Bytes bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

void checkEncoding(const Tokenizer &tokenizer, std::string_view text, SpecialTokens special)
{
    const Encoding encoding = tokenizer.encode(text, special);
    require(encoding.ids.size() == encoding.spans.size(), "a span for each token");
    for (const TextSpan &span : encoding.spans)
        require(span.begin <= span.end && span.end <= text.size(), "a token's span lies in the text");
    for (const std::int32_t id : encoding.ids)
        require(id >= 0 && static_cast<std::size_t>(id) < tokenizer.vocabularySize(), "a token is one of the vocabulary's");
    tokensOf(encoding, {text.size() / 3, text.size() / 2});
    for (const bool keepSpecial : {false, true})
        require(isValidUtf8(tokenizer.decode(encoding.ids, keepSpecial)), "what is decoded is UTF-8");
}

void use(const Tokenizer &tokenizer, std::string_view text)
{
    for (const std::string_view each :
        {text, std::string_view("Hello,  W\u00f6rld <s>1234\n\u4f60\u597d \xf0\x9f\x98\x80\xff"), std::string_view()}) {
        mayRefuse([&] { checkEncoding(tokenizer, each, SpecialTokens::None); });
        mayRefuse([&] { checkEncoding(tokenizer, each, SpecialTokens::Add); });
    }
    std::vector<std::int32_t> ids{-1, 1 << 30};
    for (std::size_t id = 0; id < std::min<std::size_t>(tokenizer.vocabularySize() + 1, 300); ++id)
        ids.push_back(static_cast<std::int32_t>(id));
    mayRefuse([&] { require(isValidUtf8(tokenizer.decode(ids, true)), "what is decoded is UTF-8"); });
    tokenizer.idOf("<s>");
}

} // namespace

void readTokenizer(Bytes bytes)
{
    const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
    const auto length = static_cast<std::size_t>(end - bytes.begin());
    for (const char *beside : {"tokenizer_config.json", "special_tokens_map.json", "added_tokens.json"})
        std::filesystem::remove(scratchFolder() / beside);
    const auto file = written("tokenizer.json", bytes.first(length));
    mayRefuse([&] { use(*Tokenizer::load(file.parent_path()), textOf(bytes.subspan(std::min(length + 1, bytes.size())))); });
}

void useGgufTokenizer(const std::filesystem::path &file, const nlohmann::json &metadata)
{
    mayRefuse([&] { use(*readGgufTokenizer(metadata, file.string()), "the owl <|im_start|>[user]"); });
    const auto chat = readChatTemplate(file).chat;
    if (chat)
        mayRefuse([&] { chat->render(std::nullopt, "user"); });
}

void readCompanions(Bytes bytes)
{
    static constexpr std::string_view good = R"({"added_tokens": [{"id": 3, "content": "<s>", "special": true}],
        "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}})";
    written("tokenizer.json", Bytes(reinterpret_cast<const std::uint8_t *>(good.data()), good.size()));
    const auto config = written("tokenizer_config.json", bytes);
    mayRefuse([&] { use(*Tokenizer::load(scratchFolder()), "ab<s>"); });
    std::filesystem::remove(config);
    for (const char *older : {"special_tokens_map.json", "added_tokens.json"}) {
        const auto file = written(older, bytes);
        mayRefuse([&] { use(*Tokenizer::load(scratchFolder()), "ab<s>"); });
        std::filesystem::remove(file);
    }
    std::filesystem::remove(scratchFolder() / "tokenizer.json");
}

void readPieces(Bytes bytes)
{
    const auto file = written("tokenizer.model", bytes);
    mayRefuse([] { use(*Tokenizer::load(scratchFolder()), "ab<s>"); });
    std::filesystem::remove(file);
}

void readChatTemplates(Bytes bytes)
{
    const auto render = [](const std::optional<ChatTemplate> &chat) {
        if (!chat)
            return;
        mayRefuse([&] { chat->render(std::nullopt, " user "); });
        mayRefuse([&] { chat->render(" \u3000system ", ""); });
    };
    render(ChatTemplate::recognised(textOf(bytes), "<s>"));
    written("tokenizer_config.json", bytes);
    render(readChatTemplate(scratchFolder()).chat);
}

} // namespace needlescope::fuzz
