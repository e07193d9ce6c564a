// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/savedsession.h"

#include <QString>

#include <memory>

class QLockFile;

namespace needlescope {

/// What is before the user, kept on disk while the program runs, so that a crash costs nothing. Several programs may run at once.
class LastSession
{
public:
    /// @p folder is made where it is not there. What cannot be written there is not kept, and nobody is bothered.
    explicit LastSession(const QString &folder);
    ~LastSession();

    /// The session of a program that ended without saying so; empty: none. It stays until take() or another crash.
    QString crashed() const { return m_crashed; }
    /// The session that crashed() names is in good hands.
    void take();
    void keep(const SavedSession &session) const;
    /// The program ends as its user wants: there is nothing to offer next time.
    void leave();

private:
    void findCrashed(const QString &folder);

    QString m_file; ///< empty after leave()
    QString m_crashed;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace needlescope
