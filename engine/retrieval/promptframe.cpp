// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrieval/promptframe.h"

#include "text/chattemplate.h"

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

} // namespace

ChosenFrame chooseFrame(const std::filesystem::path &directory, const TemplateChoice &choice, const std::string &pattern)
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
                choice.system && !chat->hasSystemRole ? "The model's chat template leaves the system text out." : ""};
        if (found.present && !choice.system)
            return {baseFrame(pattern),
                "The chat template in '" + directory.string()
                    + "' is none that Needlescope knows, so the prompt of base models is used; choose a family or write a frame."};
    }
    if (choice.system)
        throw EngineError("A system text needs a chat template that Needlescope knows; choose one with --template, for example chatml.");
    return {baseFrame(pattern), {}};
}

} // namespace needlescope
