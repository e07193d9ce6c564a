// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/forms.h"

#include <algorithm>

namespace needlescope {

namespace {

/// Text as roff takes it: a hyphen that may be copied, and no line that begins with a request.
std::string roff(const std::string &text)
{
    std::string escaped;
    for (const char c : text) {
        const bool begins = escaped.empty() || escaped.back() == '\n';
        if (begins && (c == '.' || c == '\''))
            escaped += "\\&";
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else
            escaped += c;
    }
    return escaped;
}

std::string bold(const std::string &text)
{
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(const std::string &text)
{
    return "\\fI" + roff(text) + "\\fR";
}

std::string valueOf(const Option &option)
{
    if (option.value.empty())
        return {};
    std::string value = option.choices.empty() ? italic(option.value) : std::string();
    for (const std::string &choice : option.choices)
        value += (value.empty() ? "" : "|") + bold(choice);
    return " " + value + (option.repeated ? " ..." : "");
}

/// A paragraph with the option in front.
std::string paragraph(const Option &option, bool positional)
{
    std::string text = ".TP\n";
    if (positional) {
        text += italic(option.names.front()) + (option.repeated ? " ..." : "");
    } else {
        for (const std::string &name : option.names)
            text += (name == option.names.front() ? "" : ", ") + bold(name);
        text += valueOf(option);
    }
    text += "\n" + roff(option.help);
    if (!option.preset.empty())
        text += " (default: " + roff(option.preset) + ")";
    if (option.required && !positional)
        text += " (required)";
    return text + "\n";
}

std::string paragraphs(const Command &command)
{
    std::string text;
    for (const Option &option : command.positionals)
        text += paragraph(option, true);
    for (const Option &option : command.options)
        text += paragraph(option, false);
    return text;
}

/// The line of a call without the program's name.
std::string usage(const Command &command)
{
    std::string text = " [" + italic("OPTIONS") + "]";
    for (const Option &option : command.options) {
        if (option.required)
            text += " " + bold(option.names.back()) + valueOf(option);
    }
    for (const Option &option : command.positionals) {
        const std::string name = italic(option.names.front()) + (option.repeated ? " ..." : "");
        text += option.required ? " " + name : " [" + name + "]";
    }
    if (!command.commands.empty())
        text += command.needsCommand ? " " + italic("SUBCOMMAND") : " [" + italic("SUBCOMMAND") + "]";
    return text;
}

std::string upper(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

/// The help of --help in every subcommand says nothing new.
Command withoutHelp(Command command)
{
    std::erase_if(command.options, [](const Option &option) { return option.names.back() == "--help"; });
    return command;
}

} // namespace

std::string manualPage(const Command &program)
{
    std::string page = ".TH " + upper(roff(program.name)) + " 1 \"\" \"Needlescope " NEEDLESCOPE_VERSION "\" \"User Commands\"\n";
    page += ".SH NAME\n" + roff(program.name) + " \\- " + roff(program.help) + "\n";
    page += ".SH SYNOPSIS\n" + bold(program.name) + usage(program) + "\n";
    page += ".SH OPTIONS\n" + paragraphs(program);
    if (!program.commands.empty())
        page += ".SH SUBCOMMANDS\nEach has " + bold("--help") + ", too.\n";
    for (const Command &command : program.commands) {
        page += ".SS " + bold(command.name) + usage(command) + "\n" + roff(command.help) + "\n";
        page += paragraphs(withoutHelp(command));
    }
    if (!program.footer.empty())
        page += ".SH NOTES\n" + roff(program.footer) + "\n";
    return page;
}

} // namespace needlescope
