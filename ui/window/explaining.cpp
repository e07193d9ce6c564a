// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says about itself: the help page, and "What is this?" of every panel.
#include "language/language.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/mapheader.h"
#include "views/promptbar.h"
#include "views/runlist.h"
#include "views/samplenotes.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "views/studyform.h"
#include "views/studyview.h"
#include "window/actions.h"
#include "window/activityindicator.h"
#include "window/helpwindow.h"
#include "window/mainwindow.h"

#include <QLabel>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

namespace needlescope {

void MainWindow::explainPanels()
{
    inEveryLanguage(this, [this] {
        m_promptBar->setWhatsThis(
            tr("<b>The prompt.</b> The needle is a sentence that is hidden in the text, at this depth. The model reads all of "
               "it and then the question; the answer span is the part of the needle that answers it. Examples fill all three "
               "fields. Enter or Ask puts the prompt together and lets the model answer."));
        m_mapHeader->setWhatsThis(
            tr("<b>Whose map this is</b>, how heads were scored and over how many samples, and from which score on a head "
               "counts as a retrieval head. Detect measures the open model."));
        m_headMap->setWhatsThis(
            tr("<b>The map of heads.</b> Every cell is one attention head: layers from top to bottom, heads from left to right, "
               "lines between KV groups. The darker, the more often the head looked at the word that was being copied. A dot: "
               "active in every sample. A cross: masked. Bars along the edges are means. Click to see what a head looks at, Space to "
               "mask it, right-click for more; Ctrl and the wheel zoom."));
        const QString table
            = tr("<b>The best heads</b> by their score. Active is the share of samples in which the head copied at least one token. "
                 "Arrow keys select, Space masks, Tab leaves.");
        m_headTable->setWhatsThis(table);
        m_headTable->table()->setWhatsThis(table);
        m_sampleNotes->setWhatsThis(
            tr("<b>Why nothing counted.</b> A head is scored only in samples that the model answers. Here is what it answered "
               "instead, with the share of the answer's words in it; the tip of a row says what to change."));
        m_context->setWhatsThis(tr(
            "<b>What the model reads.</b> The darker a word, the more the selected heads look at it while the chosen token of "
            "the answer is written; white is what even attention would give, too. The arcs go to the few words that they look at most. The "
            "needle is underlined, its "
            "answer span twice. The strip at the edge is the whole prompt."));
        m_answers->setWhatsThis(
            tr("<b>The answers</b>: of the model as it is, and with the masked heads switched off. Words that are lost are dotted, "
               "new ones underlined. Recall is the share of the answer span's words that it says. The verdict says whether it "
               "is complete, incomplete, taken from the wrong place, or invented."));
        m_steps->setWhatsThis(
            tr("<b>Token by token.</b> Each column is a token of the answer, each row a head: how much of its attention goes to the "
               "answer span, to recent tokens, to the first token, which is a sink, and elsewhere. A click goes there; F7 flips between "
               "baseline and mask."));
        m_studies->form()->setWhatsThis(
            tr("<b>A study</b> asks many needles or questions, with no head masked, the best masked, or random ones masked, "
               "and says what that does. The estimate below is from the model's own speed."));
        m_studies->view()->setWhatsThis(tr("<b>What the study says</b>, as the figure that is exported, and in numbers."));
        m_studies->runs()->setWhatsThis(
            tr("<b>Runs</b> that the engine keeps. Opening one shows it again; the same study of the same model continues "
               "it."));
        m_activity->setWhatsThis(tr("<b>What is being worked on</b>, how far it is, and the button that stops it."));
        m_maskWords->setWhatsThis(tr("<b>What is masked now</b>, how, and when."));
        m_count->setWhatsThis(tr("<b>K</b>: how many heads are masked, the best ones or as many random ones."));
        m_modelButton->setWhatsThis(
            tr("<b>The model</b>: those that are shipped, your own, and those of other programs on this computer."));
    });
}

void MainWindow::showHelp()
{
    if (!m_help)
        m_help = new HelpWindow(m_session->library().helpPage(), m_actions->withKeys(), this);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

} // namespace needlescope
