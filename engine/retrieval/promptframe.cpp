// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/promptframe.h"

#include "text/chattemplate.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace needlescope {

namespace {

/// The reference code's user turn for chat models.
constexpr const char *chatPattern = "<book>{context}</book>\nBased on the content of the book, Question: {question}\nAnswer:";

PromptFrame baseFrame(const std::string &pattern)
{
    PromptFrame frame;
    if (!pattern.empty())
        frame.pattern = pattern;
    return frame;
}

PromptFrame chatFrame(const ChatTemplate &chat, const TemplateChoice &choice, const std::string &pattern)
{
    return {chat.render(choice.system, pattern.empty() ? chatPattern : pattern), std::string(nameOf(chat.family)), false};
}

/// What templates write around turns and what stands for one token: <|im_start|>, <end_of_turn>. (Llama 2 spells its marks in pieces.)
std::vector<std::string_view> marksIn(std::string_view text)
{
    constexpr std::size_t longest = 40;
    std::vector<std::string_view> marks;
    for (std::size_t begin = text.find('<'); begin != std::string_view::npos; begin = text.find('<', begin + 1)) {
        const std::size_t end = text.find_first_of("> \t\n<", begin + 1);
        if (end == std::string_view::npos || text[end] != '>' || end - begin > longest)
            continue;
        const std::string_view inside = text.substr(begin + 1, end - begin - 1);
        if ((inside.size() > 2 && inside.front() == '|' && inside.back() == '|') || inside.ends_with("_of_turn"))
            marks.push_back(text.substr(begin, end - begin + 1));
    }
    return marks;
}

Sentence noteOnMarks(const PromptFrame &frame, const Tokenizer &tokenizer)
{
    for (const std::string_view mark : marksIn(frame.pattern)) {
        const std::size_t n = tokenizer.encode(mark, SpecialTokens::None).ids.size();
        if (n > 1)
            return Sentence("The chat template writes {}, which the model's tokenizer has no token for and cuts into {}; choose another "
                            "template, or fetch the tokenizer that belongs to the model.",
                mark, n);
    }
    return {};
}

ChosenFrame chosenFrame(const std::filesystem::path &directory, const TemplateChoice &choice, const std::string &pattern)
{
    if (choice.name != "none") {
        const auto found = readChatTemplate(directory);
        std::optional<ChatTemplate> chat = found.chat;
        if (choice.name != "auto") {
            const auto family = enumFromName<ChatFamily>(choice.name);
            if (!chat || chat->family != family)
                chat = ChatTemplate::usual(family, found.bos);
        }
        if (chat)
            return {chatFrame(*chat, choice, pattern),
                choice.system && !chat->hasSystemRole ? Sentence("The model's chat template leaves the system text out.") : Sentence()};
        if (found.present && !choice.system)
            return {baseFrame(pattern),
                Sentence(
                    "The chat template in '{}' is none that Needlescope knows, so the prompt of base models is used; choose a family or "
                    "write a frame.",
                    directory.string())};
    }
    if (choice.system)
        throw EngineError("A system text needs a chat template that Needlescope knows; choose one with --template, for example chatml.");
    return {baseFrame(pattern), {}};
}

} // namespace

ChosenFrame chooseFrame(
    const std::filesystem::path &directory, const TemplateChoice &choice, const std::string &pattern, const Tokenizer *tokenizer)
{
    ChosenFrame chosen = chosenFrame(directory, choice, pattern);
    if (chosen.note.empty() && tokenizer != nullptr && !chosen.frame.chatTemplate.empty())
        chosen.note = noteOnMarks(chosen.frame, *tokenizer);
    return chosen;
}

} // namespace needlescope
