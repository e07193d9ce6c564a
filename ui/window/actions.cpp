// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/actions.h"

#include "session/session.h"

#include <QAction>
#include <QKeySequence>

namespace needlescope {

namespace {

QAction *addChoice(QActionGroup *group, const QString &text, const QString &toolTip, int value)
{
    auto *action = group->addAction(text);
    action->setToolTip(toolTip);
    action->setStatusTip(toolTip);
    action->setCheckable(true);
    action->setData(value);
    return action;
}

void check(QActionGroup *group, int value)
{
    for (QAction *action : group->actions())
        action->setChecked(action->data().toInt() == value);
}

} // namespace

Actions::Actions(Session *session, QObject *parent)
    : QObject(parent)
    , openModel(add(tr("&Open model…"), tr("Open a model's directory: config.json, safetensors, tokenizer.json"), QKeySequence::Open))
    , getModel(add(tr("&Get a model…"), tr("Fetch a model from the Hugging Face hub and open it"), tr("Ctrl+G")))
    , openRun(add(tr("Open &run or map…"), tr("Show a run, or any file with a score for each head"), tr("Ctrl+Shift+O")))
    , exportHeadMap(add(tr("Export &head map…"), tr("Write the head map as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+E")))
    , exportAnswers(
          add(tr("Export &answers…"), tr("Write the comparison of the answers as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Shift+E")))
    , exportStudy(add(tr("Export &study…"), tr("Write the study's figure as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+E")))
    , quit(add(tr("&Quit"), tr("Leave"), QKeySequence::Quit))
    , maskTop(add(tr("Mask &top"), tr("Mask the heads with the highest retrieval scores"), tr("Ctrl+T")))
    , maskRandom(add(tr("Mask &random"), tr("Mask as many random heads, none of them a retrieval head: the control"), tr("Ctrl+R")))
    , maskSelection(add(tr("Mask &selected"), tr("Mask the selected heads, or unmask them where all are masked"), tr("Ctrl+M")))
    , maskGroups(add(tr("Mask KV &groups of selected"),
          tr("Mask all heads that share a key/value head with a selected one, or unmask them where all are masked"), tr("Ctrl+Shift+M")))
    , clearMask(add(tr("&Clear"), tr("Mask no head"), tr("Ctrl+0")))
    , maskKinds(new QActionGroup(this))
    , maskScopes(new QActionGroup(this))
    , showStudies(add(tr("&Studies"), tr("Studies and their runs in place of context and answers"), tr("F6")))
    , startDetection(add(tr("&Detect"),
          tr("Find the retrieval heads of this model, with as few samples as will do; a stopped detection is continued"), tr("F5")))
    , stopStudy(add(tr("S&top"), tr("Stop the study; what it measured is kept"), tr("Shift+F5")))
    , restartEngine(add(tr("Restart &engine"), tr("Start the engine again, with this model and this prompt"), tr("Ctrl+F5")))
    , about(add(tr("&About Needlescope"), tr("Version and licence")))
    , m_session(session)
{
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    showStudies->setCheckable(true);
    addKinds();
    addScopes();
    addHistory();
    update();
}

QAction *Actions::add(const QString &text, const QString &toolTip, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setShortcut(keys);
    action->setStatusTip(toolTip);
    action->setToolTip(keys.isEmpty() ? toolTip : tr("%1 (%2)").arg(toolTip, keys.toString(QKeySequence::NativeText)));
    return action;
}

void Actions::addKinds()
{
    addChoice(
        maskKinds, tr("&Uniform attention"), tr("The head attends evenly, as in the paper's code"), static_cast<int>(MaskKind::Uniform));
    addChoice(maskKinds, tr("&Zero output"), tr("The head's output is zero"), static_cast<int>(MaskKind::Zero));
    addChoice(maskKinds, tr("&Mean output"), tr("The head's output is its mean over the prompt"), static_cast<int>(MaskKind::Mean));
}

void Actions::addScopes()
{
    addChoice(maskScopes, tr("While &decoding"), tr("The prompt is read without a mask, as in the paper's code"),
        static_cast<int>(MaskScope::Decode));
    addChoice(maskScopes, tr("&Everywhere"), tr("The prompt is read under the mask too"), static_cast<int>(MaskScope::Everywhere));
}

void Actions::addHistory()
{
    undo = m_session->undoStack()->createUndoAction(this, tr("&Undo:"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIconText(tr("Undo"));
    redo = m_session->undoStack()->createRedoAction(this, tr("&Redo:"));
    redo->setShortcut(QKeySequence::Redo);
    redo->setIconText(tr("Redo"));
}

void Actions::update()
{
    const bool mapped = m_session->scores() && !m_session->scores()->empty();
    const bool scored = mapped && m_session->scoresFit();
    const bool studying = m_session->studies().isRunning();
    const bool compared = m_session->baseline()->trace && m_session->masked()->trace;
    exportHeadMap->setEnabled(mapped);
    exportAnswers->setEnabled(compared);
    maskTop->setEnabled(scored);
    maskRandom->setEnabled(scored);
    maskSelection->setEnabled(!m_session->selection().empty());
    maskGroups->setEnabled(m_session->headsPerGroup() > 1 && !m_session->selection().empty());
    clearMask->setEnabled(!m_session->mask().empty());
    exportStudy->setEnabled(m_session->studies().summary() != nullptr);
    startDetection->setEnabled(m_session->model() && m_session->isEngineRunning() && !studying);
    stopStudy->setEnabled(studying);
    check(maskKinds, static_cast<int>(m_session->mask().kind));
    check(maskScopes, static_cast<int>(m_session->mask().scope));
}

} // namespace needlescope
