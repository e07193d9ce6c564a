// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/forms.h"

namespace needlescope {

namespace {

std::string fishQuoted(std::string text)
{
    text = CLI::detail::find_and_replace(text, "\\", "\\\\");
    return "'" + CLI::detail::find_and_replace(text, "'", "\\'") + "'";
}

std::string line(const Option &option, const std::string &start)
{
    std::string text = start;
    for (const std::string &name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.choices.empty())
        text += " -x -a " + fishQuoted(CLI::detail::join(option.choices, " "));
    else if (!option.value.empty())
        text += " -r";
    return text + " -d " + fishQuoted(option.help) + "\n";
}

} // namespace

std::string fishCompletions(const Command &program)
{
    const std::string complete = "complete -c " + program.name;
    std::string script = "# fish completion for " + program.name + "\n";
    const std::string atFirst = program.commands.empty() ? complete : complete + " -n __fish_use_subcommand";
    for (const Option &option : program.options)
        script += line(option, atFirst);
    for (const Command &command : program.commands)
        script += atFirst + " -f -a " + command.name + " -d " + fishQuoted(command.help) + "\n";
    for (const Command &command : program.commands) {
        for (const Option &option : command.options)
            script += line(option, complete + " -n '__fish_seen_subcommand_from " + command.name + "'");
    }
    return script;
}

} // namespace needlescope
