// SPDX-License-Identifier: GPL-3.0-or-later
// On which machine the engine runs, and what that means for files of this one.
#include "language/enginetext.h"
#include "language/language.h"
#include "language/telling.h"
#include "session/session.h"
#include "views/messagebar.h"
#include "window/actions.h"
#include "window/mainwindow.h"
#include "window/preferences.h"
#include "window/recent.h"
#include "window/remotedialog.h"

#include <QDir>
#include <QLabel>

namespace needlescope {

void MainWindow::connectMachines()
{
    connect(m_actions->remoteEngine, &QAction::triggered, this, &MainWindow::chooseMachine);
    connect(m_actions->localEngine, &QAction::triggered, this, [this] { useEngine(localEngine()); });
    connect(m_session, &Session::engineChanged, this, [this] {
        m_session->setDevice(Preferences::load(m_session->engine().address).device);
        if (m_compare)
            startBeside();
        m_actions->update();
    });
    connect(m_session, &Session::lineChanged, this, [this] {
        if (m_session->line() == LineState::Open)
            Recent::note(Recent::Kind::Machine, m_session->engine().address);
        showLine();
    });
    connect(m_session, &Session::lineBroke, this, &MainWindow::tellBrokenLine);
    inEveryLanguage(m_machine, [this] { showLine(); });
}

void MainWindow::useEngine(const EngineCommand &engine)
{
    m_session->useEngine(engine);
}

void MainWindow::chooseMachine()
{
    RemoteDialog dialog(Recent::of(Recent::Kind::Machine), this);
    if (dialog.exec() == QDialog::Accepted)
        useEngine(remoteEngine(dialog.address()));
}

void MainWindow::showLine()
{
    const QString machine = m_session->engine().machine;
    m_machine->setVisible(!machine.isEmpty());
    switch (m_session->line()) {
    case LineState::Connecting:
        return m_machine->setText(tr("Connecting to %1…").arg(machine));
    case LineState::Open:
        return m_machine->setText(tr("Engine on %1").arg(machine));
    case LineState::Broken:
    case LineState::Closed:
        return m_machine->setText(tr("No line to %1").arg(machine));
    }
}

void MainWindow::tellBrokenLine(const QString &cause, int seconds)
{
    m_messages->showMessage(MessageBar::Kind::Warning,
        told([cause, seconds] { return tr("%1 It is tried again in %n s; nothing is lost.", nullptr, seconds).arg(toldAgain(cause)); }),
        told([] { return tr("Connect now"); }));
    m_messageAction = [this] { m_session->restartEngine(); };
}

/// Of a model, which is too large to be sent; says so.
bool MainWindow::isElsewhere(const QString &path)
{
    if (m_session->isEngineHere() || m_session->engine().machine.isEmpty())
        return false;
    m_messages->showMessage(MessageBar::Kind::Error, told([path, machine = m_session->engine().machine] {
        return tr(
            "'%1' is on this machine, and the engine is on %2; copy it there and open it by its path, or go back to the engine of this "
            "machine (File).")
            .arg(QDir::toNativeSeparators(path), machine);
    }));
    return true;
}

/// To the machine that a session was saved on. A file from somebody else must not make this user's keys knock at doors that they have
/// never been to, so those are asked about.
bool MainWindow::goTo(const SavedSession &session)
try {
    const QString address = QString::fromStdString(session.engine);
    if (address == m_session->engine().address)
        return true;
    if (address.isEmpty()) {
        useEngine(localEngine());
        return true;
    }
    const EngineCommand engine = remoteEngine(SshAddress::parse(address));
    if (Recent::of(Recent::Kind::Machine).contains(engine.address)) {
        useEngine(engine);
        return true;
    }
    m_messages->showMessage(MessageBar::Kind::Info,
        told([machine = engine.machine] { return tr("This session is of an engine on %1, where you have not been yet.").arg(machine); }),
        told([] { return tr("Connect"); }));
    m_messageAction = [this, engine, session] {
        useEngine(engine);
        restore(session);
    };
    return false;
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, engineText(error.sentence()));
    return false;
}

} // namespace needlescope
