// SPDX-License-Identifier: GPL-3.0-or-later
// What the window asks the user for in a dialog.
#include "language/enginetext.h"
#include "session/session.h"
#include "views/comparepanel.h"
#include "views/detectdialog.h"
#include "views/fetchdialog.h"
#include "views/framedialog.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "views/studyview.h"
#include "window/dropping.h"
#include "window/exporter.h"
#include "window/mainwindow.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMessageBox>

namespace needlescope {

/// Where the engine runs elsewhere, its files cannot be browsed.
void MainWindow::chooseModel()
{
    if (!m_session->isEngineHere()) {
        const QString path = QInputDialog::getText(this, tr("Open a model"), tr("Path or name on the engine's machine:"));
        return path.isEmpty() ? void() : openModel(path);
    }
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a model: its GGUF file, or the config.json of its folder"), {},
        tr("Models (*.gguf config.json *.safetensors);;All files (*)"));
    if (!file.isEmpty())
        openDropped(file);
}

void MainWindow::showFetchDialog()
{
    m_fetch->show();
    m_fetch->raise();
    m_fetch->activateWindow();
}

void MainWindow::showDetectDialog()
{
    m_detect->setFilesHere(m_session->isEngineHere());
    m_detect->open();
    planDetection();
}

QString MainWindow::askForRun()
{
    const QString title = tr("Open a run or a map of heads");
    if (!m_session->isEngineHere())
        return QInputDialog::getText(this, title, tr("Path on the engine's machine:"));
    const QFileInfo file(
        QFileDialog::getOpenFileName(this, title, {}, tr("Runs and maps (*.needle *.json *.tsv *.yaml *.yml *.csv);;All files (*)")));
    return isFolderOfShards(file.path()) ? file.path() : file.filePath(); // no dialog chooses files and folders; one shard stands for all
}

void MainWindow::chooseRun()
{
    if (const QString path = askForRun(); !path.isEmpty())
        openRun(path);
}

void MainWindow::chooseRunBeside()
{
    if (const QString path = askForRun(); !path.isEmpty())
        openRunBeside(path);
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

void MainWindow::copyFigure(const std::function<Figure()> &figure)
{
    exportThrough([&figure] { return copyToClipboard(figure); });
}

void MainWindow::exportHeadMap()
{
    exportThrough([this] {
        return exportWithDialog(
            this, [this] { return headMapFigureOf(*m_session, m_mapHeader->threshold()); }, QStringLiteral("head-map"));
    });
}

void MainWindow::exportAnswers(const Session &session)
{
    exportThrough([this, &session] {
        return exportWithDialog(
            this, [&session] { return answerFigureOf(session); }, QStringLiteral("answers"));
    });
}

void MainWindow::exportTimeline()
{
    exportThrough([this] {
        return exportWithDialog(
            this, [this] { return timelineFigureOf(*m_session, m_steps->heads()); }, QStringLiteral("timeline"));
    });
}

void MainWindow::exportStudy()
{
    exportThrough([this] {
        return exportWithDialog(
            this, [this] { return studyFigureOf(*m_studies->view()); }, QStringLiteral("study"));
    });
}

void MainWindow::exportPair()
{
    exportThrough([this] {
        return exportWithDialog(
            this, [this] { return pairFigureOf(*m_compare->view()); }, QStringLiteral("pair"));
    });
}

void MainWindow::exportThrough(const std::function<QString()> &exporting)
try {
    const QString told = exporting();
    if (!told.isEmpty())
        m_messages->showMessage(MessageBar::Kind::Info, told);
} catch (const EngineError &error) {
    m_messages->showMessage(MessageBar::Kind::Error, engineText(error.sentence()));
}

void MainWindow::showAbout()
{
    const QString confined = engineText(m_session->confinement().told);
    QMessageBox::about(this, tr("About Needlescope"),
        tr("<b>Needlescope %1</b><p>A desktop microscope for retrieval heads.</p>"
           "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                .arg(QStringLiteral(NEEDLESCOPE_VERSION))
            + (confined.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(confined.toHtmlEscaped())));
}

} // namespace needlescope
