// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/chattemplate.h"

#include "api/json.h"
#include "api/utf8.h"
#include "files/gguf.h"
#include "text/chatfamilies.h"
#include "text/tokenizerfile.h"

namespace needlescope {

namespace {

namespace fs = std::filesystem;

/// As Python's str.strip().
std::string_view pythonStripped(std::string_view text)
{
    while (!text.empty() && isWhitespace(characterAt(text, 0).codePoint))
        text.remove_prefix(characterAt(text, 0).length);
    while (!text.empty() && isWhitespace(characterBefore(text, text.size()).codePoint))
        text.remove_suffix(characterBefore(text, text.size()).length);
    return text;
}

std::string textIf(bool trims, std::string_view text)
{
    return std::string(trims ? pythonStripped(text) : text);
}

/// A token's text: a string, or an object that holds one as `content`.
std::string tokenText(const nlohmann::json &config, const char *key)
{
    const auto found = config.find(key);
    if (found == config.end())
        return {};
    const auto &token = found->is_object() && found->contains("content") ? found->at("content") : *found;
    return token.is_string() ? token.get<std::string>() : std::string();
}

/// The source of the template in tokenizer_config.json; nothing where there is none.
std::optional<std::string> templateIn(const nlohmann::json &config)
{
    const auto found = config.find("chat_template");
    if (found == config.end() || found->is_null())
        return {};
    if (found->is_string())
        return found->get<std::string>();
    std::string source;
    for (const auto &named : *found) {
        const bool usable = named.is_object() && named.contains("template") && named.at("template").is_string();
        if (usable && (source.empty() || named.value("name", nlohmann::json()) == "default"))
            source = named.at("template").get<std::string>();
    }
    return source;
}

/// `tokenizer.chat_template`, and the text of the token that is BOS.
CheckpointTemplate ggufTemplate(const nlohmann::json &metadata)
{
    CheckpointTemplate result;
    const auto tokens = metadata.find("tokenizer.ggml.tokens");
    const auto bos = metadata.find("tokenizer.ggml.bos_token_id");
    if (tokens != metadata.end() && tokens->is_array() && bos != metadata.end() && bos->is_number_unsigned()) {
        const auto id = bos->get<std::size_t>();
        if (id < tokens->size() && (*tokens)[id].is_string())
            result.bos = (*tokens)[id].get<std::string>();
    }
    const auto source = metadata.find("tokenizer.chat_template");
    result.present = source != metadata.end();
    if (result.present && source->is_string())
        result.chat = ChatTemplate::recognised(source->get<std::string>(), result.bos);
    return result;
}

} // namespace

std::string ChatTemplate::render(const std::optional<std::string> &system, std::string_view user) const
{
    if (system && refusesSystem)
        throw EngineError("The model's chat template ({}) has no place for a system text; leave it out.", nameOf(family));
    const auto &said = system ? system : defaultSystem;
    std::string systemTurn;
    if (said && hasSystemRole && !(dropsEmptySystem && said->empty()))
        systemTurn = systemOpen + textIf(trimsSystem, *said) + systemClose;
    const auto userText = textIf(trimsUser, user);
    return systemInsideUser ? begin + userOpen + textIf(trimsTurn, systemTurn + userText) + userClose + generation
                            : begin + systemTurn + userOpen + textIf(trimsTurn, userText) + userClose + generation;
}

std::optional<ChatTemplate> ChatTemplate::recognised(std::string_view jinja, std::string_view bos)
{
    return recognisedTemplate(jinja, bos);
}

ChatTemplate ChatTemplate::usual(ChatFamily family, std::string_view bos)
{
    ChatTemplate usual;
    usual.family = family;
    switch (family) {
    case ChatFamily::ChatMl:
        usual.systemOpen = "<|im_start|>system\n";
        usual.systemClose = usual.userClose = "<|im_end|>\n";
        usual.userOpen = "<|im_start|>user\n";
        usual.generation = "<|im_start|>assistant\n";
        break;
    case ChatFamily::Llama2:
        usual.begin = bos;
        usual.systemInsideUser = usual.trimsTurn = true;
        usual.systemOpen = "<<SYS>>\n";
        usual.systemClose = "\n<</SYS>>\n\n";
        usual.userOpen = "[INST] ";
        usual.userClose = " [/INST]";
        break;
    case ChatFamily::Llama3:
        usual.begin = bos;
        usual.trimsSystem = usual.trimsUser = true;
        usual.systemOpen = "<|start_header_id|>system<|end_header_id|>\n\n";
        usual.systemClose = usual.userClose = "<|eot_id|>";
        usual.userOpen = "<|start_header_id|>user<|end_header_id|>\n\n";
        usual.generation = "<|start_header_id|>assistant<|end_header_id|>\n\n";
        break;
    case ChatFamily::Mistral:
        usual.begin = bos;
        usual.systemInsideUser = true;
        usual.systemClose = "\n\n";
        usual.userOpen = "[INST] ";
        usual.userClose = "[/INST]";
        break;
    case ChatFamily::Phi3:
        usual.dropsEmptySystem = true;
        usual.systemOpen = "<|system|>\n";
        usual.systemClose = usual.userClose = "<|end|>\n";
        usual.userOpen = "<|user|>\n";
        usual.generation = "<|assistant|>\n";
        break;
    case ChatFamily::Gemma:
        usual.begin = bos;
        usual.hasSystemRole = false;
        usual.refusesSystem = true;
        usual.trimsUser = true;
        usual.userOpen = "<start_of_turn>user\n";
        usual.userClose = "<end_of_turn>\n";
        usual.generation = "<start_of_turn>model\n";
        break;
    }
    return usual;
}

CheckpointTemplate readChatTemplate(const fs::path &directory)
{
    CheckpointTemplate result;
    std::error_code error;
    std::optional<std::string> source;
    try {
        if (isGguf(directory))
            return ggufTemplate(GgufFile::open(directory)->metadata());
        for (const char *name : {"special_tokens_map.json", "tokenizer_config.json"}) {
            if (!fs::exists(directory / name, error))
                continue;
            const auto config = readTokenizerJson(directory / name);
            if (auto bos = tokenText(config, "bos_token"); !bos.empty())
                result.bos = std::move(bos);
            if (auto found = templateIn(config))
                source = std::move(found);
        }
        if (fs::exists(directory / "chat_template.jinja", error))
            source = readTokenizerFile(directory / "chat_template.jinja");
    } catch (const EngineError &) {
        result.present = true;
        return result;
    }
    result.present = source.has_value();
    if (source)
        result.chat = ChatTemplate::recognised(*source, result.bos);
    return result;
}

} // namespace needlescope
