// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/actions.h"

#include "session/session.h"
#include "views/progresswords.h"

#include <QAction>
#include <QKeySequence>
#include <QWhatsThis>

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
    , exportTimeline(
          add(tr("Export &timeline…"), tr("Write what the heads look at, token by token, as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+T")))
    , exportStudy(add(tr("Export &study…"), tr("Write the study's figure as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+E")))
    , exportPair(add(tr("Export &comparison…"), tr("Write both maps and their difference as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+B")))
    , copyHeadMap(
          add(tr("&Head map"), tr("Copy the head map's figure, to be pasted as a picture of 300 dpi or as SVG"), tr("Ctrl+Shift+C")))
    , copyAnswers(add(tr("&Answers"), tr("Copy the figure that compares the answers"), tr("Ctrl+Alt+C")))
    , copyStudy(add(tr("&Study"), tr("Copy the study's figure"), tr("Ctrl+Alt+Shift+C")))
    , copyPair(add(tr("&Comparison"), tr("Copy the figure of both maps"), tr("Ctrl+Alt+Shift+B")))
    , openSession(add(tr("Open sess&ion…"), tr("Open model, prompt, masks and panels as they were saved"), tr("Ctrl+Alt+O")))
    , saveSession(add(tr("&Save session…"), tr("Keep model, prompt, masks and panels in one small file"), QKeySequence::Save))
    , preferences(add(tr("&Preferences…"), tr("Font, theme, device and folders"), tr("Ctrl+,")))
    , startPage(add(tr("Start &page"), tr("Demo models, and what was open lately"), tr("F2")))
    , quit(add(tr("&Quit"), tr("Leave"), QKeySequence::Quit))
    , copyText(add(tr("&Copy text"), tr("Copy what is selected in the text that the model reads"), QKeySequence::Copy))
    , selectText(add(tr("Select &all text"), tr("Select all of the text that the model reads"), QKeySequence::SelectAll))
    , find(add(tr("&Find…"), tr("Find words in the text that the model reads"), QKeySequence::Find))
    , findNext(add(tr("Find &next"), tr("Go to the next place where the words stand"), tr("F3")))
    , findPrevious(add(tr("Find &previous"), tr("Go to the place before where the words stand"), tr("Shift+F3")))
    , ask(add(tr("&Ask"), tr("Put the prompt together and let the model answer"), tr("Ctrl+Return")))
    , example(add(tr("&Back to the example"), tr("Needle, question and answer span that the program starts with"), tr("Ctrl+B")))
    , openText(add(tr("Open &text…"), tr("Hide the needle in a text of your own"), tr("Ctrl+Shift+T")))
    , chooseFrame(add(tr("&Frame…"), tr("The text around context and question"), tr("Ctrl+Shift+F")))
    , baseline(add(tr("&Baseline"), tr("Look at tokens and attention of the baseline while heads are masked, and back"), tr("F7")))
    , nextStep(add(tr("&Next token"), tr("Look at what the heads see as the next token is written"), tr("Alt+Right")))
    , previousStep(add(tr("&Previous token"), tr("Look at what the heads see as the token before is written"), tr("Alt+Left")))
    , maskTop(add(tr("Mask &top"), tr("Mask the heads with the highest retrieval scores, and no others"), tr("Ctrl+T")))
    , maskRandom(add(tr("Mask &random"),
          tr("The control: in place of what is masked now, as many heads drawn at random from those that score less than 0.1; a new draw "
             "each time"),
          tr("Ctrl+R")))
    , maskSelection(add(tr("Mask &selected"), tr("Mask the selected heads, or unmask them where all are masked"), tr("Ctrl+M")))
    , maskGroups(add(tr("Mask KV &groups of selected"),
          tr("Mask all heads that share a key/value head with a selected one, or unmask them where all are masked"), tr("Ctrl+Shift+M")))
    , clearMask(add(tr("&Clear"), tr("Mask no head"), tr("Ctrl+0")))
    , clickMasks(add(tr("&Click masks"), tr("For demonstrations: a click on a head masks it instead of selecting it"), tr("Ctrl+K")))
    , maskKinds(new QActionGroup(this))
    , maskScopes(new QActionGroup(this))
    , showStudies(add(tr("&Studies"), tr("Studies and their runs in place of context and answers"), tr("F6")))
    , showCompare(add(tr("&Compare"), tr("Two maps and two models beside each other, in place of context and answers"), tr("F8")))
    , startDetection(add(tr("&Detect…"), tr("Find the retrieval heads of this model; a dialog says first what that takes"), tr("F5")))
    , stop(add(tr("S&top"), tr("Stop what is being worked on; what a study measured is kept"), tr("Shift+F5")))
    , restartEngine(add(tr("Restart &engine"), tr("Start the engine again, with this model and this prompt"), tr("Ctrl+F5")))
    , zoomIn(add(tr("Zoom &in"), tr("Show fewer heads, larger; Ctrl and the wheel do so at the pointer. The key is of the map"), tr("+")))
    , zoomOut(add(tr("Zoom &out"), tr("Show more heads; the key is of the map"), tr("-")))
    , wholeMap(add(tr("&Whole map"), tr("Show all heads; the key is of the map"), tr("0")))
    , mapMeans(add(tr("&Means of layers and heads"), tr("Bars along the edges of the map; the key is of the map"), tr("M")))
    , mapGroups(add(tr("&KV groups"),
          tr("One cell of the map for all heads that share keys and values, coloured as the best of them; the key is of the map"), tr("G")))
    , putPanelsBack(add(tr("&Put back"), tr("Show all panels where they were at first"), tr("Ctrl+Alt+P")))
    , present(add(tr("&Presentation"), tr("Question, map, answers and verdict in large type on the whole screen"), tr("F11")))
    , leavePresentation(add(tr("&Leave the presentation"), tr("Back to the window as it was"), tr("Esc")))
    , presentAsk(add(tr("1 &Ask"), tr("In a presentation: the question, and the answer of the model as it is"), tr("1")))
    , presentMask(
          add(tr("2 &Mask"), tr("In a presentation: the map; where nothing is masked yet, the heads of Mask top are masked"), tr("2")))
    , presentRead(add(tr("3 &Read"), tr("In a presentation: both answers, and what became of the first"), tr("3")))
    , presentNext(add(tr("&Next step"), tr("In a presentation: on to masking, and to reading"), tr("PgDown")))
    , presentBack(add(tr("Step &back"), tr("In a presentation: back to masking, and to asking"), tr("PgUp")))
    , help(add(tr("&Help"), tr("What a retrieval head is, how to read each panel, and every key"), QKeySequence::HelpContents))
    , whatIsThis(QWhatsThis::createAction(this))
    , about(add(tr("&About Needlescope"), tr("Version and licence")))
    , m_session(session)
{
    quit->setMenuRole(QAction::QuitRole);
    for (QAction *ofPanel : {copyText, selectText, zoomIn, zoomOut, wholeMap, mapMeans, mapGroups})
        ofPanel->setShortcutContext(Qt::WidgetShortcut); // fields and tables have their own
    zoomIn->setShortcuts({tr("+"), tr("=")}); // the same key without Shift
    mapMeans->setCheckable(true);
    mapMeans->setChecked(true);
    mapGroups->setCheckable(true);
    baseline->setCheckable(true);
    exportPair->setIconText(tr("Export…"));
    for (QAction *action : {copyText, exportPair, copyPair})
        action->setEnabled(false);
    about->setMenuRole(QAction::AboutRole);
    auto *pages = new QActionGroup(this);
    pages->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (QAction *page : {showStudies, showCompare}) {
        page->setCheckable(true);
        pages->addAction(page);
    }
    clickMasks->setCheckable(true);
    startPage->setCheckable(true);
    for (QAction *checkable : {present, presentAsk, presentMask, presentRead})
        checkable->setCheckable(true);
    connect(present, &QAction::toggled, this, &Actions::updatePresentation);
    preferences->setMenuRole(QAction::PreferencesRole);
    whatIsThis->setText(tr("&What is this?"));
    whatIsThis->setIconText(tr("?"));
    whatIsThis->setIcon({}); // the style's own is not to be seen on dark
    addKinds();
    addScopes();
    addHistory();
    updatePresentation();
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
    undo = m_session->undoStack()->createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIconText(tr("Undo"));
    redo = m_session->undoStack()->createRedoAction(this, tr("&Redo"));
    redo->setShortcut(QKeySequence::Redo);
    redo->setIconText(tr("Redo"));
}

/// Out of a presentation their keys are those of the text fields.
void Actions::updatePresentation()
{
    for (QAction *action : {leavePresentation, presentAsk, presentMask, presentRead, presentNext, presentBack})
        action->setEnabled(present->isChecked());
    for (QAction *action : {find, findNext, findPrevious})
        action->setEnabled(!present->isChecked());
}

void Actions::update()
{
    const bool mapped = m_session->scores() && !m_session->scores()->empty();
    const bool scored = mapped && m_session->scoresFit();
    const bool studying = m_session->studies().isRunning();
    const bool compared = m_session->baseline()->trace && m_session->masked()->trace;
    exportHeadMap->setEnabled(mapped);
    exportAnswers->setEnabled(compared);
    copyHeadMap->setEnabled(mapped);
    copyAnswers->setEnabled(compared);
    copyStudy->setEnabled(m_session->studies().summary() != nullptr);
    const auto &trace = m_session->shownTrace();
    baseline->setEnabled(!m_session->mask().empty() || baseline->isChecked());
    exportTimeline->setEnabled(trace != nullptr);
    nextStep->setEnabled(trace && m_session->step() + 1 < static_cast<int>(trace->tokens.size()));
    previousStep->setEnabled(trace && m_session->step() > 0);
    chooseFrame->setEnabled(m_session->model() != nullptr);
    maskTop->setEnabled(scored);
    maskRandom->setEnabled(scored);
    maskSelection->setEnabled(!m_session->selection().empty());
    for (QAction *ofMap : {zoomIn, zoomOut, wholeMap, mapMeans})
        ofMap->setEnabled(mapped || m_session->model());
    mapGroups->setEnabled(m_session->headsPerGroup() > 1 || (mapped && m_session->scores()->headsPerGroup > 1));
    maskGroups->setEnabled(m_session->headsPerGroup() > 1 && !m_session->selection().empty());
    clearMask->setEnabled(!m_session->mask().empty());
    exportStudy->setEnabled(m_session->studies().summary() != nullptr);
    present->setEnabled(m_session->model() != nullptr);
    startDetection->setEnabled(m_session->model() && m_session->isEngineRunning() && !studying);
    stop->setEnabled(m_session->activity().has_value());
    stop->setText(m_session->activity() ? stopText(*m_session->activity()) : tr("Stop"));
    check(maskKinds, static_cast<int>(m_session->mask().kind));
    check(maskScopes, static_cast<int>(m_session->mask().scope));
}

std::vector<QAction *> Actions::withKeys() const
{
    std::vector<QAction *> actions;
    for (auto *action : findChildren<QAction *>()) {
        if (!action->shortcut().isEmpty())
            actions.push_back(action);
    }
    return actions;
}

} // namespace needlescope
