// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/describe.h"

namespace needlescope {

namespace {

/// CLI11 has them only in the name of a type: TEXT:{one,two}.
std::vector<std::string> choicesIn(const std::string &type)
{
    const auto begin = type.find(":{");
    const auto end = type.find('}', begin);
    if (begin == std::string::npos || end == std::string::npos)
        return {};
    return CLI::detail::split(type.substr(begin + 2, end - begin - 2), ',');
}

Option describeOption(const CLI::Option &option)
{
    Option described;
    if (option.nonpositional()) {
        for (const std::string &name : option.get_snames())
            described.names.push_back("-" + name);
        for (const std::string &name : option.get_lnames())
            described.names.push_back("--" + name);
    } else {
        described.names = {option.get_name(true)};
    }
    const std::string type = option.get_type_name();
    if (option.get_type_size() != 0) {
        described.value = type.substr(0, type.find(':'));
        described.choices = choicesIn(type);
        described.preset = option.get_default_str();
    }
    described.help = option.get_description();
    described.required = option.get_required();
    described.repeated = option.get_items_expected_max() > 1;
    return described;
}

} // namespace

Command describe(const CLI::App &app)
{
    Command command;
    command.name = app.get_name();
    command.help = app.get_description();
    command.footer = app.get_footer();
    command.needsCommand = app.get_require_subcommand_min() > 0;
    for (const CLI::Option *option : app.get_options([](const CLI::Option *each) { return !each->get_group().empty(); }))
        (option->nonpositional() ? command.options : command.positionals).push_back(describeOption(*option));
    for (const CLI::App *each : app.get_subcommands([](const CLI::App *any) { return !any->get_group().empty(); }))
        command.commands.push_back(describe(*each));
    return command;
}

} // namespace needlescope
