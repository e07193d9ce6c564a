// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace needlescope {

/// An engine on another machine, `ssh://[user@]host[:port][/model][?engine=program]`. Its host may be a name of ~/.ssh/config.
struct SshAddress
{
    QString host;
    QString user{}; ///< empty: ssh's choice
    int port = 0; ///< 0: ssh's choice
    QString program{}; ///< needlescope-cli there, a path that may begin with `~/`; empty: the one in its PATH
    QString model{}; ///< as it is called there, a name or a path (`ssh://host//data/model` is /data/model); empty: none

    static bool isOne(const QString &text) { return text.startsWith(QLatin1String("ssh://")); }
    /// @p text with or without `ssh://`. Throws EngineError: what stands there cannot be a user, a host or a port.
    static SshAddress parse(const QString &text);

    /// All of it but the model.
    QString toString() const;
    /// For people: `user@host`.
    QString machine() const;
};

} // namespace needlescope
