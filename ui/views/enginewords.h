// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

#include <string>
#include <string_view>

namespace needlescope {

/// A title, a help or a name of the engine's tables in the user's language.
inline QString engineWord(std::string_view english)
{
    if (english == "needle mass") // as files have called it from the first; "needle" is the whole sentence to a user
        english = "answer span mass";
    return english.empty() ? QString() : QCoreApplication::translate("Engine", std::string(english).c_str());
}

} // namespace needlescope
