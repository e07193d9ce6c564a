// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "language/language.h"
#include "session/session.h"
#include "views/answerview.h"
#include "views/contextview.h"
#include "views/detectdialog.h"
#include "views/fetchdialog.h"
#include "views/findbar.h"
#include "views/headmapview.h"
#include "views/headtable.h"
#include "views/mapheader.h"
#include "views/messagebar.h"
#include "views/pages.h"
#include "views/promptbar.h"
#include "views/samplenotes.h"
#include "views/startpage.h"
#include "views/stepbar.h"
#include "views/studiespanel.h"
#include "window/actions.h"
#include "window/activityindicator.h"
#include "window/keyguard.h"
#include "window/lastsession.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QStatusTipEvent>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace needlescope {

namespace {

constexpr auto geometryKey = "window/geometry";
constexpr auto panelsKey = "window/panels";

/// Below a map of which nothing is known yet.
QWidget *unknownHeads(QAction *detect)
{
    auto *page = new QWidget;
    auto *text = new QLabel;
    inEveryLanguage(text, [text] {
        text->setText(MainWindow::tr("Which heads copy from the text is not known yet. Click any head to see what it looks at and press "
                                     "Space to mask it, or let the program find the retrieval heads."));
    });
    text->setWordWrap(true);
    auto *button = new QToolButton;
    button->setDefaultAction(detect);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(text);
    layout->addWidget(button);
    layout->addStretch(1);
    return page;
}

/// With a title of MainWindow::tr().
QMenu *titled(QMenu *menu, const char *title)
{
    inEveryLanguage(menu, [menu, title] { menu->setTitle(MainWindow::tr(title)); });
    return menu;
}

void addSection(QMenu *menu, const char *title)
{
    QAction *section = menu->addSection(QString());
    inEveryLanguage(section, [section, title] { section->setText(MainWindow::tr(title)); });
}

/// On screens that are too small for all of it.
QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setObjectName(QStringLiteral("whole"));
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

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
    , m_sampleNotes(new SampleNotes)
    , m_headPages(new QStackedWidget)
    , m_context(new ContextView)
    , m_findBar(new FindBar(m_actions->findNext, m_actions->findPrevious))
    , m_answers(new AnswerView)
    , m_steps(new StepBar)
    , m_studies(new StudiesPanel)
    , m_centre(new Pages)
    , m_start(new StartPage)
    , m_presentation(new PresentationView({m_actions->presentAsk, m_actions->presentMask, m_actions->presentRead}))
    , m_mapPlace(new QVBoxLayout)
    , m_work(new QMainWindow)
    , m_answersPlace(new QVBoxLayout)
    , m_mapStandIn(new QWidget(this))
    , m_answersStandIn(new QWidget(this))
    , m_last(std::make_unique<LastSession>(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)))
    , m_pages(new Pages)
    , m_detect(new DetectDialog(this))
    , m_fetch(new FetchDialog(this))
    , m_messages(new MessageBar)
    , m_activity(new ActivityIndicator)
    , m_modelButton(new QToolButton)
    , m_modelMenu(new QMenu(m_modelButton))
    , m_maskHow(new QToolButton)
    , m_maskWords(new QLabel)
    , m_machine(new QLabel)
    , m_count(new QSpinBox)
{
    arrangeViews();
    createMenus();
    createToolBar();
    createStatusBar();
    explainPanels();
    new KeyGuard(m_actions, this);
    connectAll();
    showAll();
    restoreWindow();
    offerCrashed();
}

MainWindow::~MainWindow() = default;

void MainWindow::arrangeViews()
{
    auto *map = new QWidget;
    map->setLayout(m_mapPlace);
    m_mapPlace->setContentsMargins(0, 0, 0, 0);
    m_mapPlace->setSpacing(0);
    m_mapPlace->addWidget(m_mapHeader);
    m_mapPlace->addWidget(m_headMap, 1);
    m_mapStandIn->hide();
    m_answersStandIn->hide();
    m_mapHeader->detectButton()->setDefaultAction(m_actions->startDetection);
    for (QWidget *page : std::initializer_list<QWidget *>{m_headTable, unknownHeads(m_actions->startDetection), m_sampleNotes})
        m_headPages->addWidget(page);
    auto *heads = split(Qt::Vertical, {map, m_headPages}, {380, 160}, {2, 1});
    auto *text = new QWidget;
    auto *textLayout = new QVBoxLayout(text);
    textLayout->setContentsMargins(0, 0, 0, 0);
    textLayout->setSpacing(0);
    textLayout->addWidget(m_findBar);
    textLayout->addWidget(m_context, 1);
    m_pages->addWidget(text);
    m_pages->addWidget(m_studies);
    arrangePanels(heads);
    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(m_promptBar);
    layout->addWidget(m_work, 1);
    m_centre->addWidget(scrolled(centre));
    m_centre->addWidget(m_start);
    m_centre->addWidget(m_presentation);
    auto *all = new QWidget;
    auto *allLayout = new QVBoxLayout(all);
    allLayout->setContentsMargins(0, 0, 0, 0);
    allLayout->setSpacing(0);
    allLayout->addWidget(m_centre, 1);
    allLayout->addWidget(m_messages);
    setCentralWidget(all);
}

void MainWindow::createMenus()
{
    auto *file = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&File"));
    file->addActions({m_actions->startPage, m_actions->openModel, m_actions->getModel, m_actions->openRun});
    file->addSeparator();
    file->addActions({m_actions->remoteEngine, m_actions->localEngine});
    file->addSeparator();
    file->addActions({m_actions->openSession, m_actions->saveSession});
    file->addSeparator();
    file->addActions(
        {m_actions->exportHeadMap, m_actions->exportAnswers, m_actions->exportTimeline, m_actions->exportStudy, m_actions->exportPair});
    titled(file->addMenu(QString()), QT_TR_NOOP("&Copy figure"))
        ->addActions({m_actions->copyHeadMap, m_actions->copyAnswers, m_actions->copyStudy, m_actions->copyPair});
    file->addSeparator();
    file->addAction(m_actions->quit);

    auto *edit = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&Edit"));
    edit->addActions({m_actions->undo, m_actions->redo});
    edit->addSeparator();
    edit->addActions({m_actions->copyText, m_actions->selectText, m_actions->find, m_actions->findNext, m_actions->findPrevious});
    edit->addSeparator();
    edit->addAction(m_actions->preferences);

    auto *view = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&View"));
    view->addActions({m_actions->zoomIn, m_actions->zoomOut, m_actions->wholeMap, m_actions->mapMeans, m_actions->mapGroups});
    view->addSeparator();
    addPanelsTo(titled(view->addMenu(QString()), QT_TR_NOOP("&Panels")));
    view->addActions({m_actions->baseline, m_actions->present});
    titled(view->addMenu(QString()), QT_TR_NOOP("Steps of the presentation"))
        ->addActions({m_actions->presentAsk, m_actions->presentMask, m_actions->presentRead, m_actions->presentNext, m_actions->presentBack,
            m_actions->leavePresentation});

    auto *prompt = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&Prompt"));
    prompt->addActions({m_actions->ask, m_actions->example});
    prompt->addMenu(m_promptBar->examplesMenu());
    prompt->addActions({m_actions->openText, m_actions->chooseFrame});
    prompt->addSeparator();
    prompt->addActions({m_actions->previousStep, m_actions->nextStep});

    auto *mask = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&Mask"));
    mask->addActions({m_actions->maskTop, m_actions->maskRandom, m_actions->maskSelection, m_actions->maskGroups, m_actions->clearMask});
    mask->addSeparator();
    mask->addAction(m_actions->clickMasks);
    addSection(mask, QT_TR_NOOP("How"));
    mask->addActions(m_actions->maskKinds->actions());
    addSection(mask, QT_TR_NOOP("Where"));
    mask->addActions(m_actions->maskScopes->actions());

    auto *studies = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&Studies"));
    studies->addActions({m_actions->showStudies, m_actions->showCompare, m_actions->startDetection, m_actions->stop});
    studies->addSeparator();
    studies->addAction(m_actions->restartEngine);

    auto *help = titled(menuBar()->addMenu(QString()), QT_TR_NOOP("&Help"));
    help->addActions({m_actions->help, m_actions->whatIsThis, m_actions->about});
    for (QAction *action : m_actions->withKeys()) {
        if (action->shortcutContext() == Qt::WindowShortcut)
            addAction(action); // its key works without the menu bar, too
    }
}

void MainWindow::createToolBar()
{
    auto *bar = addToolBar(QString());
    inEveryLanguage(this, [this, bar] {
        bar->setWindowTitle(tr("Tools"));
        m_count->setToolTip(tr("How many heads"));
        m_count->setAccessibleName(m_count->toolTip());
        m_maskHow->setToolTip(tr("What masking does to a head, and when"));
    });
    bar->setObjectName(QStringLiteral("tools"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    if (auto *more = bar->findChild<QToolButton *>(QStringLiteral("qt_toolbar_ext_button"))) {
        more->setIcon({}); // the style's own is not to be seen on dark
        more->setText(QStringLiteral("»"));
    }

    m_modelButton->setPopupMode(QToolButton::InstantPopup);
    m_modelMenu->setObjectName(QStringLiteral("models"));
    m_modelMenu->setToolTipsVisible(true);
    m_modelButton->setMenu(m_modelMenu);
    bar->addWidget(m_modelButton);
    bar->addSeparator();
    bar->addActions({m_actions->showStudies, m_actions->showCompare, m_actions->startDetection});
    bar->addSeparator();

    m_count->setRange(1, 9999);
    m_count->setObjectName(QStringLiteral("count"));
    bar->addAction(m_actions->maskTop);
    bar->addWidget(m_count);
    bar->addActions({m_actions->maskRandom, m_actions->maskSelection, m_actions->clearMask});
    bar->addWidget(makeMaskHow());
    bar->addSeparator();
    bar->addActions({m_actions->undo, m_actions->redo});
    bar->addSeparator();
    bar->addAction(m_actions->whatIsThis);
}

QToolButton *MainWindow::makeMaskHow()
{
    auto *menu = new QMenu(m_maskHow);
    addSection(menu, QT_TR_NOOP("How"));
    menu->addActions(m_actions->maskKinds->actions());
    addSection(menu, QT_TR_NOOP("Where"));
    menu->addActions(m_actions->maskScopes->actions());
    m_maskHow->setObjectName(QStringLiteral("maskHow"));
    m_maskHow->setMenu(menu);
    m_maskHow->setPopupMode(QToolButton::InstantPopup);
    return m_maskHow;
}

void MainWindow::createStatusBar()
{
    m_maskWords->setObjectName(QStringLiteral("maskWords"));
    m_activity->stopButton()->setDefaultAction(m_actions->stop);
    statusBar()->addWidget(m_maskWords, 1);
    m_machine->setObjectName(QStringLiteral("machine"));
    statusBar()->addPermanentWidget(m_activity);
    statusBar()->addPermanentWidget(m_machine);
}

void MainWindow::restoreWindow()
{
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
    if (!restorePanels({QSettings().value(panelsKey).toByteArray()}))
        QTimer::singleShot(0, this, &MainWindow::putPanelsBack); // once the window has its size
}

void MainWindow::warn(const QString &sentence)
{
    m_messages->showMessage(MessageBar::Kind::Warning, sentence);
}

/// A tip goes away by itself, wherever the mouse went.
bool MainWindow::event(QEvent *event)
{
    if (event->type() != QEvent::StatusTip)
        return QMainWindow::event(event);
    const QString tip = static_cast<QStatusTipEvent *>(event)->tip();
    if (tip.isEmpty())
        statusBar()->clearMessage();
    else
        statusBar()->showMessage(tip, tipMilliseconds);
    return true;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_actions->present->setChecked(false);
    QSettings().setValue(geometryKey, saveGeometry());
    QSettings().setValue(panelsKey, panels().state);
    m_last->leave();
    event->accept();
}

} // namespace needlescope
