// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual/manual.h"

#include "manual/forms.h"

#include <map>

namespace needlescope {

void addManual(CLI::App &app)
{
    static const std::map<std::string, std::string (*)(const Command &)> forms{
        {"man", manualPage}, {"bash", bashCompletions}, {"zsh", zshCompletions}, {"fish", fishCompletions}};
    const auto write = [&app](const std::string &form) { throw CLI::CallForVersion(forms.at(form)(describe(app)), 0); };
    app.add_option_function<std::string>("--manual", write)->check(CLI::IsMember(&forms))->group("");
}

} // namespace needlescope
