// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/forms.h"

#include <algorithm>

namespace needlescope {

namespace {

std::string joined(const std::vector<std::string> &words, const char *between)
{
    return CLI::detail::join(words, between);
}

std::string identifier(std::string name)
{
    std::replace(name.begin(), name.end(), '-', '_');
    return "_" + name;
}

/// The cases of options whose value is next. Where nothing is said of it, bash completes files.
std::string valueCases(const Command &command, const std::string &key)
{
    std::string cases;
    for (const Option &option : command.options) {
        if (option.value.empty())
            continue;
        std::vector<std::string> keys;
        for (const std::string &name : option.names)
            keys.push_back(key + "," + name);
        cases += "    " + joined(keys, " | ") + ") ";
        cases += option.choices.empty() ? "return" : "words=\"" + joined(option.choices, " ") + "\"";
        cases += " ;;\n";
    }
    return cases;
}

/// The case of all other words.
std::string wordCase(const Command &command, const std::string &key)
{
    std::vector<std::string> names;
    for (const Option &option : command.options)
        names.insert(names.end(), option.names.begin(), option.names.end());
    for (const Command &each : command.commands)
        names.push_back(each.name);
    return "    " + key + ",*) words=\"" + joined(names, " ") + "\" ;;\n";
}

} // namespace

std::string bashCompletions(const Command &program)
{
    std::vector<std::string> names;
    std::string cases = valueCases(program, "") + wordCase(program, "");
    for (const Command &command : program.commands) {
        names.push_back(command.name);
        cases += valueCases(command, command.name) + wordCase(command, command.name);
    }
    const std::string function = identifier(program.name);
    std::string script = "# bash completion for " + program.name + "\n\n" + function + "()\n{\n";
    script += "    local command= word words\n";
    if (!names.empty()) {
        script += "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n";
        script += "        case $word in " + joined(names, " | ") + ") command=$word && break ;; esac\n    done\n";
    }
    script += "    case $command,$3 in\n" + cases + "    esac\n";
    // Without a match, as for a file, bash goes on by itself.
    script += "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$2\")\n}\n\n";
    return script + "complete -o bashdefault -o default -F " + function + " " + program.name;
}

} // namespace needlescope
