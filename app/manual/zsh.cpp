// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/forms.h"

namespace needlescope {

namespace {

std::string zshQuoted(const std::string &text)
{
    return "'" + CLI::detail::find_and_replace(text, "'", "'\\''") + "'";
}

/// Text inside a specification of _arguments.
std::string plain(std::string text, const char *special)
{
    for (std::size_t i = text.find_first_of(special); i != std::string::npos; i = text.find_first_of(special, i + 2))
        text.insert(i, "\\");
    return text;
}

std::string value(const Option &option)
{
    if (option.value.empty())
        return {};
    const std::string action = option.choices.empty() ? "_files" : "(" + CLI::detail::join(option.choices, " ") + ")";
    return ":" + plain(option.value, "\\:") + ":" + action;
}

std::string specifications(const Command &command)
{
    std::string lines;
    for (const Option &option : command.options) {
        const std::string others = option.names.size() > 1 ? "(" + CLI::detail::join(option.names, " ") + ")" : std::string();
        for (const std::string &name : option.names)
            lines += " \\\n        " + zshQuoted(others + name + "[" + plain(option.help, "\\[]") + "]" + value(option));
    }
    for (const Option &option : command.positionals) {
        const std::string place = option.repeated ? "*" : option.required ? "" : ":";
        lines += " \\\n        " + zshQuoted(place + ":" + plain(option.names.front(), "\\:") + ":_files");
    }
    return lines;
}

} // namespace

std::string zshCompletions(const Command &program)
{
    std::string script = "#compdef " + program.name + "\n\n";
    if (program.commands.empty())
        return script + "_arguments" + specifications(program);
    script += "local curcontext=$curcontext state line\nlocal -a commands=(\n";
    for (const Command &command : program.commands)
        script += "    " + zshQuoted(plain(command.name, ":") + ":" + command.help) + "\n";
    script += ")\n_arguments -C" + specifications(program) + " \\\n        ': :->command' '*:: :->arguments' && return\n";
    script += "case $state in\ncommand) _describe -t commands subcommand commands ;;\narguments)\n    case $line[1] in\n";
    for (const Command &command : program.commands)
        script += "    " + command.name + ") _arguments" + specifications(command) + " ;;\n";
    return script + "    esac ;;\nesac";
}

} // namespace needlescope
