// SPDX-License-Identifier: GPL-3.0-or-later
// What is opened, dropped, kept and opened again.
#include "language/enginetext.h"
#include "language/telling.h"
#include "session/session.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/startpage.h"
#include "window/actions.h"
#include "window/dropping.h"
#include "window/lastsession.h"
#include "window/mainwindow.h"
#include "window/preferences.h"
#include "window/recent.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>

#include <chrono>

namespace needlescope {

namespace {

QString sessionFilter()
{
    return MainWindow::tr("Sessions (*.nscope)");
}

} // namespace

void MainWindow::connectStart()
{
    connect(m_start, &StartPage::modelChosen, this, &MainWindow::openModel);
    connect(m_start, &StartPage::runChosen, this, &MainWindow::openRun);
    connect(m_start, &StartPage::sessionChosen, this, &MainWindow::openSession);
    connect(m_actions->startPage, &QAction::toggled, this, [this](bool shown) {
        if (shown) {
            m_actions->present->setChecked(false);
            showStart();
        }
        showCentre();
    });
    connect(m_session, &Session::modelsChanged, this, &MainWindow::showStart);
    connect(m_session, &Session::modelChanged, this, [this] {
        Recent::note(Recent::Kind::Model, m_session->openedModel(), m_session->engine().address);
        showStartPage(!m_session->model()); // there is none on another machine yet
    });
    connect(new DropTarget(this), &DropTarget::dropped, this, &MainWindow::openDropped);
    m_start->setActions({m_actions->openModel, m_actions->getModel, m_actions->openRun, m_actions->openSession, m_actions->remoteEngine});
}

/// A few seconds after the last change, so that typing and clicking cost nothing.
void MainWindow::connectKeeping()
{
    m_keeping.setSingleShot(true);
    m_keeping.setInterval(std::chrono::seconds(2));
    connect(&m_keeping, &QTimer::timeout, this, [this] {
        if (m_session->model())
            m_last->keep(saved());
    });
    for (const auto changed : {&Session::modelChanged, &Session::promptRequestChanged, &Session::maskChanged, &Session::selectionChanged,
             &Session::stepChanged, &Session::scoresChanged})
        connect(m_session, changed, &m_keeping, qOverload<>(&QTimer::start));
    connect(m_actions->openSession, &QAction::triggered, this, &MainWindow::chooseSession);
    connect(m_actions->saveSession, &QAction::triggered, this, &MainWindow::saveSession);
    connect(m_actions->preferences, &QAction::triggered, this, &MainWindow::showPreferences);
}

void MainWindow::showStartPage(bool shown)
{
    m_actions->startPage->setChecked(shown);
}

void MainWindow::showStart()
{
    m_start->setModels(m_session->models(), m_session->library().models());
    QStringList sessions = Recent::of(Recent::Kind::Session);
    sessions.removeIf([](const QString &file) { return !QFileInfo::exists(file); });
    const QString machine = m_session->engine().address;
    m_start->setRecent(Recent::of(Recent::Kind::Model, machine), Recent::of(Recent::Kind::Run, machine), sessions);
}

/// The first time with the example, so that there is something to see.
void MainWindow::askIfNothingIsAsked()
{
    if (m_session->promptRequest().needle.statement.empty())
        m_session->askFirst();
}

void MainWindow::openModel(const QString &model)
{
    showStartPage(false);
    m_session->openModel(model);
    askIfNothingIsAsked();
}

void MainWindow::openRun(const QString &run)
{
    showStartPage(false);
    Recent::note(Recent::Kind::Run, run, m_session->engine().address);
    m_session->openMap(run);
    askIfNothingIsAsked();
}

void MainWindow::openDropped(const QString &path)
{
    QString why;
    switch (kindOfDropped(path, &why)) {
    case DroppedKind::Model:
        if (isElsewhere(path))
            return;
        return openModel(QFileInfo(path).isDir() ? path : modelOfFile(path));
    case DroppedKind::Map:
        if (!m_session->engine().isRemote())
            return openRun(path);
        showStartPage(false);
        m_session->openMapFile(path);
        return askIfNothingIsAsked();
    case DroppedKind::Text:
        askIfNothingIsAsked();
        m_session->useHaystackFile(path);
        if (!m_session->model())
            m_messages->showMessage(
                MessageBar::Kind::Info, told([] { return tr("The needle will be hidden in this text; open a model to ask it."); }));
        return;
    case DroppedKind::Session:
        return openSession(path);
    case DroppedKind::Nothing:
        m_messages->showMessage(MessageBar::Kind::Error, told([path] {
            QString problem;
            kindOfDropped(path, &problem);
            return problem;
        }));
    }
}

SavedSession MainWindow::saved() const
{
    SavedSession session = m_session->saved();
    session.threshold = m_mapHeader->threshold();
    session.studies = m_actions->showStudies->isChecked();
    noteComparison(&session);
    session.panels = panels().state.toBase64().toStdString();
    return session;
}

void MainWindow::restore(const SavedSession &session)
{
    if (!goTo(session))
        return;
    showStartPage(false);
    m_actions->present->setChecked(false);
    m_session->restore(session);
    if (session.threshold > 0)
        m_mapHeader->setThreshold(session.threshold);
    for (QAction *page : {m_actions->showStudies, m_actions->showCompare})
        page->setChecked(false); // whose panels are their own
    restorePanels({QByteArray::fromBase64(QByteArray::fromStdString(session.panels)), m_work->width()});
    m_actions->showStudies->setChecked(session.studies);
    restoreComparison(session);
}

void MainWindow::openSession(const QString &file)
{
    try {
        restore(readSession(file.toStdString()));
        Recent::note(Recent::Kind::Session, file);
    } catch (const EngineError &error) {
        m_messages->showMessage(MessageBar::Kind::Error, engineText(error.sentence()));
    }
}

void MainWindow::chooseSession()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a session"), {}, sessionFilter());
    if (!file.isEmpty())
        openSession(file);
}

void MainWindow::saveSession()
{
    QFileDialog dialog(this, tr("Save the session"), {}, sessionFilter());
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("nscope"));
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString file = dialog.selectedFiles().constFirst();
    exportThrough([this, &file] {
        writeSession(saved(), file.toStdString());
        Recent::note(Recent::Kind::Session, file);
        return told([file] { return tr("Written: %1").arg(QDir::toNativeSeparators(file)); });
    });
}

void MainWindow::offerCrashed()
{
    if (m_last->crashed().isEmpty())
        return;
    m_messages->showMessage(MessageBar::Kind::Info,
        told([] { return tr("Needlescope ended unexpectedly last time; its session is kept."); }),
        told([] { return tr("Open it again"); }));
    m_messageAction = [this] {
        const QString file = m_last->crashed();
        m_messages->clear();
        try {
            restore(readSession(file.toStdString()));
            m_last->take();
        } catch (const EngineError &error) {
            m_messages->showMessage(MessageBar::Kind::Error, engineText(error.sentence()));
        }
    };
}

void MainWindow::showPreferences()
{
    PreferencesDialog dialog(Preferences::load(m_session->engine().address), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const Preferences preferences = dialog.preferences();
    preferences.save();
    if (const QString problem = preferences.apply(); !problem.isEmpty())
        warn(problem);
    for (Session *session : {m_session, m_beside.get()}) {
        if (session)
            session->setDevice(preferences.device);
    }
}

} // namespace needlescope
