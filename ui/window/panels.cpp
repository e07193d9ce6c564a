// SPDX-License-Identifier: GPL-3.0-or-later
// Where the panels are: they are moved, stacked, hidden and put back.
#include "language/language.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/stepbar.h"
#include "window/actions.h"
#include "window/mainwindow.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QMenu>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace needlescope {

namespace {

constexpr int panelsVersion = 1; ///< notes of other versions are of other panels

/// Qt says them once.
void sayButtons(const QDockWidget *panel)
{
    if (auto *floating = panel->findChild<QAbstractButton *>(QStringLiteral("qt_dockwidget_floatbutton"))) {
        floating->setAccessibleName(QDockWidget::tr("Float"));
        floating->setAccessibleDescription(QDockWidget::tr("Undocks and re-attaches the dock widget"));
    }
    if (auto *closing = panel->findChild<QAbstractButton *>(QStringLiteral("qt_dockwidget_closebutton"))) {
        closing->setAccessibleName(QDockWidget::tr("Close"));
        closing->setAccessibleDescription(QDockWidget::tr("Closes the dock widget"));
    }
}

/// @p title is a source of MainWindow::tr().
QDockWidget *panelOf(const char *title, const char *name, QWidget *content, const QKeySequence &key)
{
    auto *panel = new QDockWidget;
    panel->setObjectName(QLatin1String(name));
    panel->setWidget(content);
    QAction *toggle = panel->toggleViewAction();
    toggle->setShortcut(key);
    inEveryLanguage(panel, [panel, toggle, title] {
        panel->setWindowTitle(MainWindow::tr(title));
        toggle->setToolTip(MainWindow::tr("Show or hide this panel"));
        toggle->setStatusTip(toggle->toolTip());
        sayButtons(panel);
    });
    return panel;
}

} // namespace

void MainWindow::arrangePanels(QWidget *heads)
{
    m_work->setWindowFlags(Qt::Widget);
    m_work->setDockNestingEnabled(true);
    m_work->setContextMenuPolicy(Qt::PreventContextMenu); // the menu Panels says the same
    m_work->setCentralWidget(m_pages);
    m_work->installEventFilter(this);
    auto *answers = new QWidget;
    answers->setLayout(m_answersPlace);
    m_answersPlace->setContentsMargins(0, 0, 0, 0);
    m_answersPlace->addWidget(m_answers);
    m_headsPanel = panelOf(QT_TR_NOOP("Heads"), "headsPanel", heads, tr("Alt+1"));
    m_answersPanel = panelOf(QT_TR_NOOP("Answers"), "answersPanel", answers, tr("Alt+2"));
    m_stepsPanel = panelOf(QT_TR_NOOP("Timeline"), "stepsPanel", m_steps, tr("Alt+3"));
    for (QDockWidget *panel : {m_headsPanel, m_answersPanel})
        panel->installEventFilter(this);
    connect(m_steps, &StepBar::heightChanged, this, &MainWindow::fitTimeline, Qt::QueuedConnection);
    putPanelsBack();
}

void MainWindow::addPanelsTo(QMenu *menu)
{
    for (const QDockWidget *panel : {m_headsPanel, m_answersPanel, m_stepsPanel}) {
        menu->addAction(panel->toggleViewAction());
        addAction(panel->toggleViewAction()); // its key works without the menu bar, too
    }
    menu->addSeparator();
    menu->addAction(m_actions->putPanelsBack);
}

void MainWindow::putPanelsBack()
{
    for (const auto &[panel, area] : {std::pair{m_headsPanel, Qt::LeftDockWidgetArea}, std::pair{m_answersPanel, Qt::RightDockWidgetArea},
             std::pair{m_stepsPanel, Qt::BottomDockWidgetArea}}) {
        panel->setFloating(false);
        m_work->removeDockWidget(panel); // out of the stack that it may lie in
        m_work->addDockWidget(area, panel);
        panel->setVisible(m_answerPanels.state.isEmpty() || (panel == m_headsPanel && !m_actions->showCompare->isChecked()));
    }
    m_fittedWidth = m_work->width();
    m_panelShares.clear();
    m_work->resizeDocks({m_headsPanel, m_answersPanel},
        {usualWidth(m_headsPanel, m_fittedWidth), usualWidth(m_answersPanel, m_fittedWidth)}, Qt::Horizontal);
    fitTimeline();
}

/// What it has of a width by itself: a share, and on wide screens a part of what lines of text leave over.
int MainWindow::usualWidth(const QDockWidget *panel, int width) const
{
    const int em = fontMetrics().height();
    const int left = width - m_context->widestUse();
    return panel == m_headsPanel ? std::max({22 * em, width * 28 / 100, left * 54 / 100})
                                 : std::max({20 * em, width * 24 / 100, left * 46 / 100});
}

/// Panels beside the text grow and shrink with the window, whatever share of it they were given.
void MainWindow::fitPanels()
{
    const int before = std::exchange(m_fittedWidth, m_work->width());
    if (before <= 0)
        notePanelShares();
    if (before <= 0 || before == m_fittedWidth)
        return;
    QList<QDockWidget *> panels;
    QList<int> widths;
    for (QDockWidget *panel : {m_headsPanel, m_answersPanel}) {
        const bool beside = m_work->dockWidgetArea(panel) & (Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
        if (!beside || panel->isHidden() || panel->isFloating())
            continue;
        panels << panel;
        widths << qRound(m_panelShares.value(panel, 1) * usualWidth(panel, m_fittedWidth));
    }
    m_work->resizeDocks(panels, widths, Qt::Horizontal);
    m_fitting = true; // where there is no room for a share, it comes back with the room
    QTimer::singleShot(0, this, [this] { m_fitting = false; });
}

/// All of its rows, as far as text and map leave room.
void MainWindow::fitTimeline()
{
    if (!m_stepsPanel->isHidden() && !m_stepsPanel->isFloating())
        m_work->resizeDocks({m_stepsPanel}, {m_stepsPanel->sizeHint().height()}, Qt::Vertical);
}

void MainWindow::notePanelShares()
{
    for (const QDockWidget *panel : {m_headsPanel, m_answersPanel})
        m_panelShares[panel] = double(panel->width()) / usualWidth(panel, m_fittedWidth);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == m_work) {
        fitPanels();
        QTimer::singleShot(0, this, &MainWindow::fitTimeline); // once it has its size
    } else if (event->type() == QEvent::Resize && m_work->width() == m_fittedWidth && !m_fitting) // a panel's border was dragged
        notePanelShares();
    return QMainWindow::eventFilter(watched, event);
}

MainWindow::Panels MainWindow::panels() const
{
    return m_answerPanels.state.isEmpty() ? Panels{m_work->saveState(panelsVersion), m_work->width()} : m_answerPanels;
}

/// Says whether there was something to restore.
bool MainWindow::restorePanels(const Panels &noted)
{
    const bool restored = !noted.state.isEmpty() && m_work->restoreState(noted.state, panelsVersion);
    m_work->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea); // the map needs the height more than the timeline the width
    if (restored) {
        m_fittedWidth = noted.width;
        if (noted.width > 0) {
            notePanelShares();
            fitPanels();
        }
    }
    return restored;
}

/// Studies and comparison need their room; afterwards everything is where it was.
void MainWindow::makeRoom(WorkPage page)
{
    if (!m_answerPanels.state.isEmpty())
        restorePanels(std::exchange(m_answerPanels, {}));
    if (page != WorkPage::Text) {
        m_answerPanels = panels();
        m_answersPanel->hide();
        m_stepsPanel->hide();
    }
    if (page == WorkPage::Comparison)
        m_headsPanel->hide();
    enablePanels();
}

void MainWindow::enablePanels()
{
    const bool presenting = m_actions->present->isChecked();
    m_headsPanel->toggleViewAction()->setEnabled(!presenting && !m_actions->showCompare->isChecked());
    for (const QDockWidget *panel : {m_answersPanel, m_stepsPanel})
        panel->toggleViewAction()->setEnabled(!presenting && m_answerPanels.state.isEmpty());
    m_actions->putPanelsBack->setEnabled(!presenting);
}

} // namespace needlescope
