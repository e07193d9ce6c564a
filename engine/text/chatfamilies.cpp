// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/chatfamilies.h"

#include "text/jinjasource.h"

#include <algorithm>
#include <utility>

namespace needlescope {

namespace {

using Steps = std::vector<JinjaStep>;

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool trims(std::string_view expression)
{
    return contains(expression, "trim") || contains(expression, ".strip()");
}

bool isOutput(const JinjaStep &step)
{
    return step.kind == JinjaStep::Kind::Output;
}

/// Whether any text of the template holds @p part.
bool says(const Steps &steps, std::string_view part)
{
    return std::any_of(steps.begin(), steps.end(), [part](const JinjaStep &step) { return contains(step.literals(), part); });
}

bool anyExpression(const Steps &steps, std::string_view part)
{
    return std::any_of(steps.begin(), steps.end(), [part](const JinjaStep &step) {
        return contains(step.source, part) || std::any_of(step.parts.begin(), step.parts.end(), [part](const JinjaPart &piece) {
            return !piece.literal && contains(piece.text, part);
        });
    });
}

/// What a step writes around a message.
struct Turn
{
    std::string open;
    std::string close;
    bool trims = false;
};

/// Reads `'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>'` for a message of @p role.
std::optional<Turn> turnIn(const JinjaStep &step, const std::string &role)
{
    Turn turn;
    bool inside = false; // behind the content
    for (const JinjaPart &part : step.parts) {
        const bool system = contains(part.text, "system");
        if (part.literal) {
            (inside ? turn.close : turn.open) += part.text;
        } else if (contains(part.text, "bos_token")) {
            continue; // ChatTemplate::begin
        } else if (contains(part.text, "content") ? role == "system" || !system : system && role == "system") {
            if (inside)
                return {};
            inside = true;
            turn.trims = trims(part.text);
        } else if (!inside && contains(part.text, "role")) {
            turn.open += role;
        } else {
            return {};
        }
    }
    return inside ? std::optional(turn) : std::nullopt;
}

/// The first turn of @p role whose beginning holds @p mark.
std::optional<Turn> turnOf(const Steps &steps, const std::string &role, std::string_view mark)
{
    for (const JinjaStep &step : steps) {
        auto turn = turnIn(step, role);
        if (turn && contains(turn->open, mark))
            return turn;
    }
    return {};
}

/// What stands behind the last `if add_generation_prompt`, or the first text that begins an assistant's turn and nothing else.
std::string generationOf(const Steps &steps, std::string_view mark)
{
    const auto asks = [](const JinjaStep &step) {
        return step.kind == JinjaStep::Kind::Statement && step.source.starts_with("if") && contains(step.source, "add_generation_prompt")
            && !contains(step.source, "defined");
    };
    const auto last = std::find_if(steps.rbegin(), steps.rend(), asks);
    auto step = last == steps.rend() ? steps.begin() : last.base();
    step = std::find_if(step, steps.end(), [mark](const JinjaStep &candidate) {
        return isOutput(candidate) && !candidate.parts.empty() && candidate.parts.front().literal && contains(candidate.literals(), mark)
            && candidate.isLiteral();
    });
    return step == steps.end() ? std::string() : step->literals();
}

/// The text of `set <name> = 'text'`; empty where there is none.
std::string assignedText(const Steps &steps, std::string_view name)
{
    for (const JinjaStep &step : steps) {
        if (step.kind == JinjaStep::Kind::Assignment && contains(step.source, name) && step.isLiteral())
            return step.literals();
    }
    return {};
}

void setUser(ChatTemplate &chat, const Turn &turn)
{
    chat.userOpen = turn.open;
    chat.userClose = turn.close;
    chat.trimsUser = turn.trims;
}

void setSystem(ChatTemplate &chat, const std::optional<Turn> &turn)
{
    chat.hasSystemRole = turn.has_value();
    if (!turn)
        return;
    chat.systemOpen = turn->open;
    chat.systemClose = turn->close;
    chat.trimsSystem = turn->trims;
}

/// The system text that is written where none is given: as a whole turn, or kept in a variable.
std::optional<std::string> defaultSystemOf(const Steps &steps, const ChatTemplate &chat)
{
    for (const JinjaStep &step : steps) {
        const std::string text = step.literals();
        const auto frame = chat.systemOpen.size() + chat.systemClose.size();
        if (!chat.systemOpen.empty() && isOutput(step) && step.isLiteral() && text.size() > frame && text.starts_with(chat.systemOpen)
            && text.ends_with(chat.systemClose))
            return text.substr(chat.systemOpen.size(), text.size() - frame);
    }
    for (const std::string_view name : {"system_message", "default_system"}) {
        if (auto text = assignedText(steps, name); !text.empty())
            return text;
    }
    return {};
}

/// Turns that name their role in front: ChatML, Llama 3, Phi-3, Gemma.
std::optional<ChatTemplate> readTurns(
    const Steps &steps, const std::string &userMark, const std::string &systemMark, const std::string &assistantMark)
{
    const auto user = turnOf(steps, "user", userMark);
    if (!user)
        return {};
    ChatTemplate chat;
    setUser(chat, *user);
    setSystem(chat, turnOf(steps, "system", systemMark));
    if (!contains(chat.userClose, assistantMark))
        chat.generation = generationOf(steps, assistantMark);
    if (chat.generation.empty() && !contains(chat.userClose, assistantMark))
        return {};
    if (chat.hasSystemRole)
        chat.defaultSystem = defaultSystemOf(steps, chat);
    return chat;
}

std::optional<ChatTemplate> readChatMl(const Steps &steps)
{
    auto chat = readTurns(steps, "<|im_start|>user", "<|im_start|>system", "<|im_start|>assistant");
    if (!chat)
        return {};
    // Yi 1.5 writes the system text without a frame.
    chat->hasSystemRole |= std::any_of(steps.begin(), steps.end(), [](const JinjaStep &step) {
        return isOutput(step) && step.parts.size() == 1 && !step.parts.front().literal && step.parts.front().text == "system_message";
    });
    return chat;
}

std::optional<ChatTemplate> readLlama3(const Steps &steps)
{
    auto chat = readTurns(steps, "<|start_header_id|>user<|end_header_id|>", "<|start_header_id|>system<|end_header_id|>",
        "<|start_header_id|>assistant<|end_header_id|>");
    const auto dated = std::find_if(steps.begin(), steps.end(),
        [](const JinjaStep &step) { return isOutput(step) && contains(step.literals(), "Cutting Knowledge Date: "); });
    if (!chat || dated == steps.end())
        return chat;
    // From Llama 3.1 on: a system turn in any case, which begins with dates.
    const std::string date = assignedText(steps, "date_string");
    if (date.empty())
        return {};
    chat->systemOpen = "<|start_header_id|>system<|end_header_id|>\n\n";
    for (const JinjaPart &part : dated->parts)
        chat->systemOpen += part.literal ? part.text : date;
    chat->systemClose = "<|eot_id|>";
    chat->hasSystemRole = true;
    chat->defaultSystem = "";
    chat->trimsSystem = std::any_of(steps.begin(), steps.end(),
        [](const JinjaStep &step) { return step.source == "system_message" && !step.parts.empty() && trims(step.parts.front().text); });
    return chat;
}

std::optional<ChatTemplate> readPhi3(const Steps &steps)
{
    auto chat = readTurns(steps, "<|user|>", "<|system|>", "<|assistant|>");
    if (!chat || !contains(chat->userClose, "<|end|>"))
        return {};
    chat->dropsEmptySystem = anyExpression(steps, "'system' and message['content']");
    return chat;
}

std::optional<ChatTemplate> readGemma(const Steps &steps, std::string_view bos)
{
    const auto prefix = std::find_if(steps.begin(), steps.end(),
        [](const JinjaStep &step) { return step.source == "first_user_prefix" && step.parts.size() == 2 && step.parts.back().literal; });
    if (prefix == steps.end())
        return readTurns(steps, "<start_of_turn>user\n", "<start_of_turn>system\n", "<start_of_turn>model\n");
    // Gemma 3 puts the system text in front of the user's.
    auto chat = ChatTemplate::usual(ChatFamily::Gemma, bos);
    chat.hasSystemRole = chat.systemInsideUser = true;
    chat.systemClose = prefix->parts.back().text;
    return chat;
}

/// The texts around a system text in a step that also holds the user's.
std::optional<Turn> systemInUserTurn(const Steps &steps, std::string_view mark)
{
    for (const JinjaStep &step : steps) {
        const auto system = std::find_if(step.parts.begin(), step.parts.end(),
            [](const JinjaPart &part) { return !part.literal && contains(part.text, "system") && !contains(part.text, "content"); });
        if (!contains(step.literals(), mark) || system == step.parts.begin() || step.parts.end() - system < 3)
            continue;
        const auto before = std::prev(system);
        const auto after = std::next(system);
        if (before->literal && after->literal && contains(std::next(after)->text, "content"))
            return Turn{before->text, after->text, trims(system->text)};
    }
    return {};
}

std::optional<ChatTemplate> readInstructions(const Steps &steps)
{
    const auto user = turnOf(steps, "user", "[INST]");
    if (!user || !contains(user->close, "[/INST]"))
        return {};
    ChatTemplate chat;
    setUser(chat, *user);
    chat.trimsTurn = std::exchange(chat.trimsUser, false);
    if (auto system = systemInUserTurn(steps, says(steps, "<<SYS>>") ? "<<SYS>>" : "[INST]")) {
        const auto begin = system->open.find("<<SYS>>");
        system->open = begin == std::string::npos ? std::string() : system->open.substr(begin);
        chat.systemInsideUser = true;
        setSystem(chat, system);
    } else {
        setSystem(chat, turnOf(steps, "system", "[SYSTEM_PROMPT]"));
    }
    if (chat.hasSystemRole)
        chat.defaultSystem = defaultSystemOf(steps, chat);
    return chat;
}

std::optional<ChatTemplate> readFamily(const Steps &steps, ChatFamily family, std::string_view bos)
{
    switch (family) {
    case ChatFamily::ChatMl:
        return readChatMl(steps);
    case ChatFamily::Llama3:
        return readLlama3(steps);
    case ChatFamily::Phi3:
        return readPhi3(steps);
    case ChatFamily::Gemma:
        return readGemma(steps, bos);
    case ChatFamily::Llama2:
    case ChatFamily::Mistral:
        return readInstructions(steps);
    }
    return {};
}

std::optional<ChatFamily> familyOf(const Steps &steps)
{
    static constexpr std::array marks{
        std::pair{"<|start_header_id|>", ChatFamily::Llama3},
        std::pair{"<|im_start|>", ChatFamily::ChatMl},
        std::pair{"<start_of_turn>", ChatFamily::Gemma},
        std::pair{"<<SYS>>", ChatFamily::Llama2},
        std::pair{"[INST]", ChatFamily::Mistral},
        std::pair{"<|end|>", ChatFamily::Phi3},
    };
    for (const auto &[mark, family] : marks) {
        if (says(steps, mark))
            return family;
    }
    return {};
}

} // namespace

std::optional<ChatTemplate> recognisedTemplate(std::string_view jinja, std::string_view bos)
{
    const Steps steps = stepsOfJinja(jinja);
    const auto family = familyOf(steps);
    // What else is taken from the clock cannot be the same tomorrow.
    if (!family || (contains(jinja, "strftime_now") && *family != ChatFamily::Llama3))
        return {};
    auto chat = readFamily(steps, *family, bos);
    if (!chat)
        return {};
    chat->family = *family;
    if (anyExpression(steps, "System role not supported"))
        chat->hasSystemRole = false;
    chat->refusesSystem = !chat->hasSystemRole && anyExpression(steps, "raise_exception");
    if (anyExpression(steps, "bos_token"))
        chat->begin = bos;
    return chat;
}

} // namespace needlescope
