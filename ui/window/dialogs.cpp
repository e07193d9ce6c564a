// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks the user for in a dialog.
#include "session/session.h"
#include "views/framedialog.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "window/exporter.h"
#include "window/mainwindow.h"

#include <QFileDialog>
#include <QMessageBox>

namespace needlescope {

void MainWindow::chooseModelDirectory()
{
    const QString directory = QFileDialog::getExistingDirectory(this, tr("Open a model's directory"));
    if (!directory.isEmpty())
        m_session->openModel(directory);
}

void MainWindow::chooseRun()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a run"), m_runFolder, tr("Runs (*.needle)"));
    if (!path.isEmpty())
        m_session->openRun(path);
}

void MainWindow::chooseHaystackFile()
{
    const QString path
        = QFileDialog::getOpenFileName(this, tr("Open a text to hide the needle in"), {}, tr("Texts (*.txt);;All files (*)"));
    if (path.isEmpty())
        m_promptBar->setRequest(m_session->promptRequest());
    else
        m_session->useHaystackFile(path);
}

void MainWindow::chooseFrame()
{
    FrameDialog dialog(m_session->promptRequest().frame, m_session->modelFrame(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    PromptRequest request = m_promptBar->request();
    request.frame = dialog.frame();
    m_session->ask(std::move(request));
}

void MainWindow::exportHeadMap()
try {
    const QString told = exportWithDialog(this, headMapFigureOf(*m_session), tr("head-map"));
    if (!told.isEmpty())
        m_messages->showMessage(MessageBar::Kind::Info, told);
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
}

void MainWindow::exportAnswers()
try {
    const QString told = exportWithDialog(this, answerFigureOf(*m_session), tr("answers"));
    if (!told.isEmpty())
        m_messages->showMessage(MessageBar::Kind::Info, told);
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Needlescope"),
        tr("<b>Needlescope %1</b><p>A desktop microscope for retrieval heads.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later.</p>")
            .arg(QStringLiteral(NEEDLESCOPE_VERSION)));
}

} // namespace needlescope
