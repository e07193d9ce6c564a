// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace needlescope {

enum class ChatFamily { ChatMl, Llama2, Llama3, Mistral, Phi3, Gemma };

template <>
struct EnumNames<ChatFamily>
{
    static constexpr std::string_view kind = "chat template";
    static constexpr std::array names{
        std::pair{ChatFamily::ChatMl, std::string_view("chatml")},
        std::pair{ChatFamily::Llama2, std::string_view("llama-2")},
        std::pair{ChatFamily::Llama3, std::string_view("llama-3")},
        std::pair{ChatFamily::Mistral, std::string_view("mistral")},
        std::pair{ChatFamily::Phi3, std::string_view("phi-3")},
        std::pair{ChatFamily::Gemma, std::string_view("gemma")},
    };
};

/// What a chat template writes around a system text and a user text, and what begins the answer. Made from the checkpoint's Jinja source
/// by recognising its family and reading the texts in it; the source is never run.
struct ChatTemplate
{
    ChatFamily family = ChatFamily::ChatMl;
    std::string begin; ///< BOS where the template writes it
    bool hasSystemRole = true;
    bool refusesSystem = false; ///< where it has no system role: raises an exception, instead of leaving the text out
    bool systemInsideUser = false; ///< the system text stands in the user's turn, in front of the user's text
    std::string systemOpen;
    std::string systemClose;
    std::optional<std::string> defaultSystem; ///< where none is given; empty: then there is no system turn
    bool dropsEmptySystem = false;
    std::string userOpen;
    std::string userClose;
    std::string generation; ///< the beginning of the assistant's turn
    bool trimsSystem = false;
    bool trimsUser = false;
    bool trimsTurn = false; ///< system and user text as one

    /// The prompt up to where the answer begins. Special tokens stand in it as text: encode it with SpecialTokens::None. Throws EngineError
    /// for a system text where the template has no place for one.
    std::string render(const std::optional<std::string> &system, std::string_view user) const;

    /// Reads a template as transformers would run it with add_generation_prompt; a date that it would take from the clock is the one that
    /// it falls back to. Nothing where the template belongs to no known family or writes what this structure cannot say.
    static std::optional<ChatTemplate> recognised(std::string_view jinja, std::string_view bos);

    /// The family's usual form.
    static ChatTemplate usual(ChatFamily family, std::string_view bos);
};

/// What a checkpoint says about its chat template.
struct CheckpointTemplate
{
    bool present = false;
    std::optional<ChatTemplate> chat; ///< empty where it is not recognised
    std::string bos; ///< text of the BOS token; may be empty
};

/// `chat_template.jinja`, else `chat_template` of tokenizer_config.json (one, or a list of named ones of which "default" counts); of a GGUF
/// file its `tokenizer.chat_template`. A damaged
/// file is a template that is not recognised.
CheckpointTemplate readChatTemplate(const std::filesystem::path &directory);

} // namespace needlescope
