// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QString>

#include <vector>

namespace needlescope {

/// Measures how long the handling of each event takes, all that it leads to included, in the thread's own processor time: what other
/// programs take is not the window's.
class TimedApplication : public QApplication
{
    Q_OBJECT
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override;

    /// Forgets what was measured.
    void restart();
    /// ms; 0: nothing was handled.
    double longest() const { return m_longest; }
    /// The event that took the longest: "paint of ContextView".
    const QString &slowest() const { return m_slowest; }

private:
    int m_depth = 0;
    double m_longest = 0;
    QString m_slowest;
};

} // namespace needlescope
