// SPDX-License-Identifier: GPL-3.0-or-later
// From the studies' form to a study.
#include "language/enginetext.h"
#include "session/session.h"
#include "views/detectdialog.h"
#include "views/messagebar.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "window/mainwindow.h"

#include <algorithm>
#include <filesystem>

namespace needlescope {

/// Throws EngineError.
StudyRequest MainWindow::chosenIn(const StudyForm &form) const
{
    return m_session->completed(form.request(), {form.needles(), form.haystack(), form.items()});
}

void MainWindow::planStudy()
{
    if (m_session->studies().isRunning())
        return;
    if (m_detect->isVisible())
        return planDetection();
    if (!m_studies->isVisible())
        return;
    if (!m_session->model() || !m_session->isEngineRunning())
        return m_studies->setProblem(tr("No model is open."));
    try {
        const StudyRequest study = chosenIn(*m_studies->form());
        m_studies->setContinues(m_session->studies().continues(study));
        m_session->studies().plan(study);
    } catch (const EngineError &error) {
        m_studies->setProblem(engineText(error.sentence()));
    }
}

void MainWindow::startStudy()
{
    try {
        m_session->startStudy(chosenIn(*m_studies->form()));
    } catch (const EngineError &error) {
        m_studies->setProblem(engineText(error.sentence()));
    }
}

void MainWindow::planDetection()
{
    try {
        m_planned = chosenIn(*m_detect->form());
        m_detect->setContinues(m_session->studies().continues(m_planned));
        m_session->studies().plan(m_planned);
    } catch (const EngineError &error) {
        m_detect->setProblem(engineText(error.sentence()));
    }
}

void MainWindow::startDetection()
{
    try {
        m_session->startStudy(chosenIn(*m_detect->form()), m_detect->run());
    } catch (const EngineError &error) {
        m_messages->showMessage(MessageBar::Kind::Error, engineText(error.sentence()));
    }
}

void MainWindow::showPlan(const StudyPlan &plan)
{
    if (!m_detect->isVisible())
        return m_studies->setPlan(plan);
    const auto &runs = m_session->studies().runs();
    const std::string file = std::filesystem::path(plan.run).filename().string();
    const auto kept = std::find_if(runs.begin(), runs.end(), [&file](const RunInfo &run) { return run.name == file; });
    m_detect->setPlan(plan, m_planned, kept == runs.end() ? 0 : kept->nSamples);
}

void MainWindow::showPlanProblem(const QString &why)
{
    if (m_detect->isVisible())
        m_detect->setProblem(why);
    else
        m_studies->setProblem(why);
}

} // namespace needlescope
