// SPDX-License-Identifier: GPL-3.0-or-later
// From the studies' form to a study.
#include "engineclient/enginetext.h"
#include "session/session.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "window/mainwindow.h"

namespace needlescope {

/// Throws EngineError.
StudyRequest MainWindow::chosenStudy() const
{
    const StudyForm *form = m_studies->form();
    return m_session->completed(form->request(), {form->needles(), form->haystack(), form->items()});
}

void MainWindow::planStudy()
{
    if (m_session->studies().isRunning() || !m_studies->isVisible())
        return;
    if (!m_session->model() || !m_session->isEngineRunning())
        return m_studies->setProblem(tr("No model is open."));
    try {
        const StudyRequest study = chosenStudy();
        m_studies->setContinues(m_session->studies().continues(study));
        m_session->studies().plan(study);
    } catch (const EngineError &error) {
        m_studies->setProblem(engineText(error.sentence()));
    }
}

void MainWindow::startStudy()
{
    try {
        m_session->startStudy(chosenStudy());
    } catch (const EngineError &error) {
        m_studies->setProblem(engineText(error.sentence()));
    }
}

} // namespace needlescope
