// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/templateoptions.h"

#include "text/chattemplate.h"

#include <iostream>

namespace needlescope {

void TemplateOptions::addTo(CLI::App &command)
{
    std::vector<std::string> names{"auto", "none"};
    for (const auto &[family, name] : EnumNames<ChatFamily>::names)
        names.emplace_back(name);
    command
        .add_option("--template", m_name, "Chat template around the prompt; auto: the model's own (default for needles without --frame)")
        ->check(CLI::IsMember(names));
    m_systemOption = command.add_option("--system", m_system, "System text of the chat template (default: the template's own)");
    command.add_option("--frame", m_pattern, "Text around {context} and {question}; with --template: what the user says");
}

bool TemplateOptions::isChosen() const
{
    return !m_name.empty() || m_systemOption->count() > 0;
}

PromptFrame TemplateOptions::frame(const ModelInfo &model, const Tokenizer &tokenizer, const std::string &userText) const
{
    TemplateChoice choice;
    choice.name = !m_name.empty() ? m_name : m_pattern.empty() || isChosen() ? "auto" : "none"; // a frame alone is the whole prompt
    if (m_systemOption->count() > 0)
        choice.system = m_system;
    const auto chosen = chooseFrame(model.directory, choice, userText.empty() ? m_pattern : userText, &tokenizer);
    if (!chosen.note.empty())
        std::cerr << chosen.note.text() << '\n';
    return chosen.frame;
}

} // namespace needlescope
