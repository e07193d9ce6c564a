// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/lastsession.h"

#include "api/engineerror.h"

#include <QCoreApplication>
#include <QDir>
#include <QLockFile>

namespace needlescope {

namespace {

constexpr QLatin1String sessionSuffix(".nscope");
constexpr QLatin1String lockSuffix(".lock");

QString lockOf(const QString &session)
{
    return session.chopped(sessionSuffix.size()) + lockSuffix;
}

} // namespace

LastSession::LastSession(const QString &folder)
{
    QDir().mkpath(folder);
    findCrashed(folder);
    m_file = QDir(folder).filePath(QStringLiteral("running-%1").arg(QCoreApplication::applicationPid()) + sessionSuffix);
    m_lock = std::make_unique<QLockFile>(lockOf(m_file));
    m_lock->setStaleLockTime(0);
    m_lock->tryLock();
}

LastSession::~LastSession()
{
    leave();
}

/// A session whose program holds its lock no more; older ones than the latest are of no use.
void LastSession::findCrashed(const QString &folder)
{
    const auto files = QDir(folder).entryInfoList({QStringLiteral("running-*") + sessionSuffix}, QDir::Files, QDir::Time);
    for (const QFileInfo &file : files) {
        QLockFile lock(lockOf(file.filePath()));
        lock.setStaleLockTime(0);
        if (!lock.tryLock())
            continue;
        if (m_crashed.isEmpty())
            m_crashed = file.filePath();
        else
            QFile::remove(file.filePath());
    }
}

void LastSession::take()
{
    QFile::remove(m_crashed);
    m_crashed.clear();
}

void LastSession::keep(const SavedSession &session) const
{
    if (m_file.isEmpty())
        return;
    try {
        writeSession(session, m_file.toStdString());
    } catch (const EngineError &) {
        return; // a full disk is told where somebody saves
    }
}

void LastSession::leave()
{
    QFile::remove(m_file);
    m_file.clear();
    m_lock.reset();
}

} // namespace needlescope
