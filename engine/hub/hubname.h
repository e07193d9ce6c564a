// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace needlescope {

/// What a user calls a model on the hub.
struct HubName
{
    std::string repo; ///< `org/name`, or `name` alone
    std::string file; ///< in it; empty: what makes it a model

    std::string text() const { return file.empty() ? repo : repo + "/" + file; }
};

/// `org/name`, `org/name/file`, or the address of either as a browser shows it. Throws EngineError.
HubName hubNameOf(const std::string &text);

/// Whether a file's name stays inside its repository's folder.
bool staysInside(const std::string &file);

} // namespace needlescope
