// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "session/session.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/fetchdialog.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/promptbar.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "window/actions.h"
#include "window/activityindicator.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace needlescope {

namespace {

constexpr auto geometryKey = "window/geometry";

/// What is more than @p sizes, or less, is shared out by @p stretches.
QSplitter *split(Qt::Orientation orientation, std::initializer_list<QWidget *> parts, const QList<int> &sizes, const QList<int> &stretches)
{
    auto *splitter = new QSplitter(orientation);
    for (QWidget *part : parts)
        splitter->addWidget(part);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes(sizes);
    for (int i = 0; i < splitter->count(); ++i)
        splitter->setStretchFactor(i, stretches[i]);
    return splitter;
}

} // namespace

MainWindow::MainWindow(Session *session, QWidget *parent)
    : QMainWindow(parent)
    , m_session(session)
    , m_actions(new Actions(session, this))
    , m_promptBar(new PromptBar)
    , m_mapHeader(new MapHeader)
    , m_headMap(new HeadMapView)
    , m_headTable(new HeadTable)
    , m_context(new ContextView)
    , m_answers(new AnswerView)
    , m_steps(new StepBar)
    , m_studies(new StudiesPanel)
    , m_pages(new QStackedWidget)
    , m_fetch(new FetchDialog(this))
    , m_messages(new MessageBar)
    , m_activity(new ActivityIndicator)
    , m_modelButton(new QToolButton)
    , m_modelMenu(new QMenu(m_modelButton))
    , m_count(new QSpinBox)
{
    arrangeViews();
    createMenus();
    createToolBar();
    createStatusBar();
    connectAll();
    showAll();
    restoreWindow();
}

void MainWindow::arrangeViews()
{
    auto *map = new QWidget;
    auto *mapLayout = new QVBoxLayout(map);
    mapLayout->setContentsMargins(0, 0, 0, 0);
    mapLayout->setSpacing(0);
    mapLayout->addWidget(m_mapHeader);
    mapLayout->addWidget(m_headMap, 1);
    auto *heads = split(Qt::Vertical, {map, m_headTable}, {380, 160}, {2, 1});
    m_pages->addWidget(split(Qt::Horizontal, {m_context, m_answers}, {500, 380}, {3, 1}));
    m_pages->addWidget(m_studies);
    auto *columns = split(Qt::Horizontal, {heads, m_pages}, {400, 880}, {2, 3});
    auto *rows = split(Qt::Vertical, {columns, m_steps}, {540, 150}, {1, 0});
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(m_promptBar);
    layout->addWidget(rows, 1);
    layout->addWidget(m_messages);
    setCentralWidget(centre);
}

void MainWindow::createMenus()
{
    auto *file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_actions->openModel, m_actions->getModel, m_actions->openRun});
    file->addSeparator();
    file->addActions({m_actions->exportHeadMap, m_actions->exportAnswers, m_actions->exportStudy});
    file->addSeparator();
    file->addAction(m_actions->quit);

    auto *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({m_actions->undo, m_actions->redo});

    auto *mask = menuBar()->addMenu(tr("&Mask"));
    mask->addActions({m_actions->maskTop, m_actions->maskRandom, m_actions->maskSelection, m_actions->maskGroups, m_actions->clearMask});
    mask->addSection(tr("How"));
    mask->addActions(m_actions->maskKinds->actions());
    mask->addSection(tr("Where"));
    mask->addActions(m_actions->maskScopes->actions());

    auto *studies = menuBar()->addMenu(tr("&Studies"));
    studies->addActions({m_actions->showStudies, m_actions->startDetection, m_actions->stopStudy});
    studies->addSeparator();
    studies->addAction(m_actions->restartEngine);

    auto *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(m_actions->about);
}

void MainWindow::createToolBar()
{
    auto *bar = addToolBar(tr("Tools"));
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);

    m_modelButton->setPopupMode(QToolButton::InstantPopup);
    m_modelButton->setToolTip(tr("The model"));
    m_modelMenu->setObjectName(QStringLiteral("models"));
    m_modelMenu->setToolTipsVisible(true);
    m_modelButton->setMenu(m_modelMenu);
    bar->addWidget(m_modelButton);
    bar->addSeparator();
    bar->addActions({m_actions->showStudies, m_actions->startDetection, m_actions->stopStudy});
    bar->addSeparator();

    m_count->setRange(1, 9999);
    m_count->setObjectName(QStringLiteral("count"));
    m_count->setToolTip(tr("How many heads"));
    bar->addAction(m_actions->maskTop);
    bar->addWidget(m_count);
    bar->addActions({m_actions->maskRandom, m_actions->maskSelection, m_actions->clearMask});
    bar->addSeparator();
    bar->addActions({m_actions->undo, m_actions->redo});
}

void MainWindow::createStatusBar()
{
    statusBar()->addPermanentWidget(m_activity);
}

void MainWindow::restoreWindow()
{
    setWindowTitle(tr("Needlescope"));
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings().setValue(geometryKey, saveGeometry());
    event->accept();
}

} // namespace needlescope
