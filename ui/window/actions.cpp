// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/actions.h"

#include "language/language.h"
#include "language/telling.h"
#include "session/session.h"
#include "views/progresswords.h"

#include <QAction>
#include <QKeySequence>
#include <QRegularExpression>
#include <QWhatsThis>

namespace needlescope {

namespace {

/// For buttons. In Chinese the letter stands behind the words: "提问(&A)".
QString withoutMnemonic(QString text)
{
    static const QRegularExpression behind(QStringLiteral("\\(&.\\)"));
    return text.remove(behind).remove(QLatin1Char('&'));
}

QAction *addChoice(QActionGroup *group, const char *text, const char *toolTip, int value)
{
    auto *action = group->addAction(QString());
    inEveryLanguage(action, [action, text, toolTip] {
        action->setText(Actions::tr(text));
        action->setIconText(withoutMnemonic(Actions::tr(text)));
        action->setToolTip(Actions::tr(toolTip));
        action->setStatusTip(action->toolTip());
    });
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
    , openModel(add(QT_TR_NOOP("&Open model…"),
          QT_TR_NOOP("Open a model: a GGUF file, or the config.json of a folder with safetensors and tokenizer"), QKeySequence::Open))
    , getModel(add(QT_TR_NOOP("&Get a model…"), QT_TR_NOOP("Fetch a model from the Hugging Face hub and open it"), tr("Ctrl+G")))
    , openRun(add(QT_TR_NOOP("Open &run or map…"), QT_TR_NOOP("Show a run, or any file with a score for each head"), tr("Ctrl+Shift+O")))
    , remoteEngine(add(QT_TR_NOOP("Remote &engine…"), QT_TR_NOOP("Compute on another machine, through ssh: its models, runs and devices"),
          tr("Ctrl+Alt+R")))
    , localEngine(add(QT_TR_NOOP("Engine of &this machine"), QT_TR_NOOP("Compute on this machine again"), tr("Ctrl+Alt+L")))
    , exportHeadMap(add(QT_TR_NOOP("Export &head map…"), QT_TR_NOOP("Write the head map as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+E")))
    , exportAnswers(add(QT_TR_NOOP("Export &answers…"), QT_TR_NOOP("Write the comparison of the answers as SVG, PDF, PNG, CSV or JSON"),
          tr("Ctrl+Shift+E")))
    , exportTimeline(add(QT_TR_NOOP("Export &timeline…"),
          QT_TR_NOOP("Write what the heads look at, token by token, as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+T")))
    , exportStudy(add(QT_TR_NOOP("Export &study…"), QT_TR_NOOP("Write the study's figure as SVG, PDF, PNG, CSV or JSON"), tr("Ctrl+Alt+E")))
    , exportPair(add(QT_TR_NOOP("Export &comparison…"), QT_TR_NOOP("Write both maps and their difference as SVG, PDF, PNG, CSV or JSON"),
          tr("Ctrl+Alt+B")))
    , copyHeadMap(add(QT_TR_NOOP("&Head map"), QT_TR_NOOP("Copy the head map's figure, to be pasted as a picture of 300 dpi or as SVG"),
          tr("Ctrl+Shift+C")))
    , copyAnswers(add(QT_TR_NOOP("&Answers"), QT_TR_NOOP("Copy the figure that compares the answers"), tr("Ctrl+Alt+C")))
    , copyStudy(add(QT_TR_NOOP("&Study"), QT_TR_NOOP("Copy the study's figure"), tr("Ctrl+Alt+Shift+C")))
    , copyPair(add(QT_TR_NOOP("&Comparison"), QT_TR_NOOP("Copy the figure of both maps"), tr("Ctrl+Alt+Shift+B")))
    , openSession(
          add(QT_TR_NOOP("Open sess&ion…"), QT_TR_NOOP("Open model, prompt, masks and panels as they were saved"), tr("Ctrl+Alt+O")))
    , saveSession(
          add(QT_TR_NOOP("&Save session…"), QT_TR_NOOP("Keep model, prompt, masks and panels in one small file"), QKeySequence::Save))
    , preferences(add(QT_TR_NOOP("&Preferences…"), QT_TR_NOOP("Language, font, theme, device and folders"), tr("Ctrl+,")))
    , startPage(add(QT_TR_NOOP("Start &page"), QT_TR_NOOP("Demo models, and what was open lately"), tr("F2")))
    , quit(add(QT_TR_NOOP("&Quit"), QT_TR_NOOP("Leave"), QKeySequence::Quit))
    , copyText(add(QT_TR_NOOP("&Copy text"), QT_TR_NOOP("Copy what is selected in the text that the model reads"), QKeySequence::Copy))
    , selectText(add(QT_TR_NOOP("Select &all text"), QT_TR_NOOP("Select all of the text that the model reads"), QKeySequence::SelectAll))
    , find(add(QT_TR_NOOP("&Find…"), QT_TR_NOOP("Find words in the text that the model reads"), QKeySequence::Find))
    , findNext(add(QT_TR_NOOP("Find &next"), QT_TR_NOOP("Go to the next place where the words stand"), tr("F3")))
    , findPrevious(add(QT_TR_NOOP("Find &previous"), QT_TR_NOOP("Go to the place before where the words stand"), tr("Shift+F3")))
    , ask(add(QT_TR_NOOP("&Ask"), QT_TR_NOOP("Put the prompt together and let the model answer"), tr("Ctrl+Return")))
    , example(add(
          QT_TR_NOOP("&Back to the example"), QT_TR_NOOP("Needle, question and answer span that the program starts with"), tr("Ctrl+B")))
    , openText(add(QT_TR_NOOP("Open &text…"), QT_TR_NOOP("Hide the needle in a text of your own"), tr("Ctrl+Shift+T")))
    , chooseFrame(add(QT_TR_NOOP("&Frame…"), QT_TR_NOOP("The text around context and question"), tr("Ctrl+Shift+F")))
    , baseline(add(
          QT_TR_NOOP("&Baseline"), QT_TR_NOOP("Look at tokens and attention of the baseline while heads are masked, and back"), tr("F7")))
    , nextStep(add(QT_TR_NOOP("&Next token"), QT_TR_NOOP("Look at what the heads see as the next token is written"), tr("Alt+Right")))
    , previousStep(
          add(QT_TR_NOOP("&Previous token"), QT_TR_NOOP("Look at what the heads see as the token before is written"), tr("Alt+Left")))
    , maskTop(add(QT_TR_NOOP("Mask &top"), QT_TR_NOOP("Mask the heads with the highest retrieval scores, and no others"), tr("Ctrl+T")))
    , maskRandom(add(QT_TR_NOOP("Mask &random"),
          QT_TR_NOOP(
              "The control: in place of what is masked now, as many heads drawn at random from those that score less than 0.1; a new draw "
              "each time"),
          tr("Ctrl+R")))
    , maskSelection(
          add(QT_TR_NOOP("Mask &selected"), QT_TR_NOOP("Mask the selected heads, or unmask them where all are masked"), tr("Ctrl+M")))
    , maskGroups(add(QT_TR_NOOP("Mask KV &groups of selected"),
          QT_TR_NOOP("Mask all heads that share a key/value head with a selected one, or unmask them where all are masked"),
          tr("Ctrl+Shift+M")))
    , clearMask(add(QT_TR_NOOP("&Clear"), QT_TR_NOOP("Mask no head"), tr("Ctrl+0")))
    , clickMasks(add(
          QT_TR_NOOP("&Click masks"), QT_TR_NOOP("For demonstrations: a click on a head masks it instead of selecting it"), tr("Ctrl+K")))
    , maskKinds(new QActionGroup(this))
    , maskScopes(new QActionGroup(this))
    , showStudies(add(QT_TR_NOOP("&Studies"), QT_TR_NOOP("Studies and their runs in place of context and answers"), tr("F6")))
    , showCompare(
          add(QT_TR_NOOP("&Compare"), QT_TR_NOOP("Two maps and two models beside each other, in place of context and answers"), tr("F8")))
    , startDetection(
          add(QT_TR_NOOP("&Detect…"), QT_TR_NOOP("Find the retrieval heads of this model; a dialog says first what that takes"), tr("F5")))
    , stop(add(QT_TR_NOOP("S&top"), QT_TR_NOOP("Stop what is being worked on; what a study measured is kept"), tr("Shift+F5")))
    , restartEngine(
          add(QT_TR_NOOP("Restart &engine"), QT_TR_NOOP("Start the engine again, with this model and this prompt"), tr("Ctrl+F5")))
    , zoomIn(add(QT_TR_NOOP("Zoom &in"),
          QT_TR_NOOP("Show fewer heads, larger; Ctrl and the wheel do so at the pointer. The key is of the map"), tr("+")))
    , zoomOut(add(QT_TR_NOOP("Zoom &out"), QT_TR_NOOP("Show more heads; the key is of the map"), tr("-")))
    , wholeMap(add(QT_TR_NOOP("&Whole map"), QT_TR_NOOP("Show all heads; the key is of the map"), tr("0")))
    , mapMeans(add(QT_TR_NOOP("&Means of layers and heads"), QT_TR_NOOP("Bars along the edges of the map; the key is of the map"), tr("M")))
    , mapGroups(add(QT_TR_NOOP("&KV groups"),
          QT_TR_NOOP("One cell of the map for all heads that share keys and values, coloured as the best of them; the key is of the map"),
          tr("G")))
    , putPanelsBack(add(QT_TR_NOOP("&Put back"), QT_TR_NOOP("Show all panels where they were at first"), tr("Ctrl+Alt+P")))
    , present(
          add(QT_TR_NOOP("&Presentation"), QT_TR_NOOP("Question, map, answers and verdict in large type on the whole screen"), tr("F11")))
    , leavePresentation(add(QT_TR_NOOP("&Leave the presentation"), QT_TR_NOOP("Back to the window as it was"), tr("Esc")))
    , presentAsk(add(QT_TR_NOOP("1 &Ask"), QT_TR_NOOP("In a presentation: the question, and the answer of the model as it is"), tr("1")))
    , presentMask(add(QT_TR_NOOP("2 &Mask"),
          QT_TR_NOOP("In a presentation: the map; where nothing is masked yet, the heads of Mask top are masked"), tr("2")))
    , presentRead(add(QT_TR_NOOP("3 &Read"), QT_TR_NOOP("In a presentation: both answers, and what became of the first"), tr("3")))
    , presentNext(add(QT_TR_NOOP("&Next step"), QT_TR_NOOP("In a presentation: on to masking, and to reading"), tr("PgDown")))
    , presentBack(add(QT_TR_NOOP("Step &back"), QT_TR_NOOP("In a presentation: back to masking, and to asking"), tr("PgUp")))
    , help(add(
          QT_TR_NOOP("&Help"), QT_TR_NOOP("What a retrieval head is, how to read each panel, and every key"), QKeySequence::HelpContents))
    , whatIsThis(QWhatsThis::createAction(this))
    , about(add(QT_TR_NOOP("&About Needlescope"), QT_TR_NOOP("Version and licence")))
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
    whatIsThis->setIcon({}); // the style's own is not to be seen on dark
    inEveryLanguage(this, [this] {
        whatIsThis->setText(tr("&What is this?"));
        whatIsThis->setIconText(tr("?"));
        exportPair->setIconText(tr("Export…"));
    });
    addKinds();
    addScopes();
    addHistory();
    updatePresentation();
    inEveryLanguage(this, [this] { update(); });
}

QAction *Actions::add(const char *text, const char *toolTip, const QKeySequence &keys)
{
    auto *action = new QAction(this);
    action->setShortcut(keys);
    inEveryLanguage(action, [action, text, toolTip] {
        const QString tip = tr(toolTip);
        const QKeySequence shortcut = action->shortcut();
        action->setText(tr(text));
        action->setIconText(withoutMnemonic(tr(text)));
        action->setStatusTip(tip);
        action->setToolTip(shortcut.isEmpty() ? tip : tr("%1 (%2)").arg(tip, shortcut.toString(QKeySequence::NativeText)));
    });
    return action;
}

void Actions::addKinds()
{
    addChoice(maskKinds, QT_TR_NOOP("&Uniform attention"), QT_TR_NOOP("The head attends evenly, as in the paper's code"),
        static_cast<int>(MaskKind::Uniform));
    addChoice(maskKinds, QT_TR_NOOP("&Zero output"), QT_TR_NOOP("The head's output is zero"), static_cast<int>(MaskKind::Zero));
    addChoice(maskKinds, QT_TR_NOOP("&Mean output"), QT_TR_NOOP("The head's output is its mean over the prompt"),
        static_cast<int>(MaskKind::Mean));
}

void Actions::addScopes()
{
    addChoice(maskScopes, QT_TR_NOOP("While &decoding"), QT_TR_NOOP("The prompt is read without a mask, as in the paper's code"),
        static_cast<int>(MaskScope::Decode));
    addChoice(maskScopes, QT_TR_NOOP("&Everywhere"), QT_TR_NOOP("The prompt is read under the mask too"),
        static_cast<int>(MaskScope::Everywhere));
}

void Actions::addHistory()
{
    const QUndoStack *stack = m_session->undoStack();
    undo = new QAction(this);
    redo = new QAction(this);
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcut(QKeySequence::Redo);
    connect(undo, &QAction::triggered, stack, &QUndoStack::undo);
    connect(redo, &QAction::triggered, stack, &QUndoStack::redo);
    connect(stack, &QUndoStack::indexChanged, this, &Actions::showHistory);
    inEveryLanguage(this, [this] { showHistory(); });
}

void Actions::showHistory()
{
    const QUndoStack *stack = m_session->undoStack();
    undo->setEnabled(stack->canUndo());
    redo->setEnabled(stack->canRedo());
    undo->setText(stack->canUndo() ? tr("&Undo %1").arg(toldAgain(stack->undoText())) : tr("&Undo"));
    redo->setText(stack->canRedo() ? tr("&Redo %1").arg(toldAgain(stack->redoText())) : tr("&Redo"));
    undo->setIconText(tr("Undo"));
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
    localEngine->setEnabled(m_session->engine().isRemote());
    startDetection->setEnabled(m_session->model() && m_session->isEngineRunning() && !studying);
    stop->setEnabled(m_session->activity().has_value());
    stop->setText(m_session->activity() ? stopText(*m_session->activity()) : tr("Stop"));
    stop->setIconText(stop->text());
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
