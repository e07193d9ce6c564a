// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"
#include "api/replies.h"
#include "figures/figure.h"
#include "figures/headcolors.h"
#include "session/savedsession.h"
#include "views/presentationview.h"

#include <QHash>
#include <QMainWindow>
#include <QTimer>

#include <functional>
#include <memory>

class QBoxLayout;
class QDockWidget;
class QLabel;
class QMenu;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace needlescope {

class ActivityIndicator;
struct EngineCommand;
class Actions;
class AnswerView;
class ComparePanel;
class ContextView;
class DetectDialog;
class FetchDialog;
class FindBar;
class HeadMapView;
class HeadTable;
class HelpWindow;
class LastSession;
class MapHeader;
class MessageBar;
class PromptBar;
class SampleNotes;
class StartPage;
class Session;
class StepBar;
class StudiesPanel;
class StudyForm;

/// Puts the views around the session. What a signal leads to stands in connections.cpp, all of it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// @p session outlives the window.
    explicit MainWindow(Session *session, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// In place of everything else, until something is opened.
    void showStartPage(bool shown);
    /// What is wrong with it is told in the message bar.
    void openSession(const QString &file);
    /// A file of this machine, or a model's folder, whatever it is; as if it were dropped on the window.
    void openDropped(const QString &path);
    /// From now on.
    void useEngine(const EngineCommand &engine);
    /// In the message bar.
    void warn(const QString &sentence);

protected:
    void closeEvent(QCloseEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class WorkPage { Text, Studies, Comparison };

    /// Where all panels are.
    struct Panels
    {
        QByteArray state; ///< empty: nobody noted it
        int width = 0; ///< of the work, when they were noted; 0: not known
    };

    // mainwindow.cpp
    void arrangeViews();
    void createMenus();
    void createToolBar();
    void createStatusBar();
    QToolButton *makeMaskHow();
    void restoreWindow();

    // keeping.cpp
    void connectStart();
    void connectKeeping();
    void showStart();
    void openModel(const QString &model);
    void openRun(const QString &run);
    void askIfNothingIsAsked();
    SavedSession saved() const;
    void restore(const SavedSession &session);
    void chooseSession();
    void saveSession();
    void offerCrashed();
    void showPreferences();

    // machines.cpp
    void connectMachines();
    void chooseMachine();
    bool isElsewhere(const QString &path);
    bool goTo(const SavedSession &session);
    void showLine();
    void tellBrokenLine(const QString &cause, int seconds);

    // panels.cpp
    void arrangePanels(QWidget *heads);
    void addPanelsTo(QMenu *menu);
    void putPanelsBack();
    Panels panels() const;
    bool restorePanels(const Panels &noted);
    int usualWidth(const QDockWidget *panel, int width) const;
    void fitPanels();
    void fitTimeline();
    void notePanelShares();
    void makeRoom(WorkPage page);
    void enablePanels();

    // comparing.cpp
    void prepareComparison();
    void connectComparison();
    void showComparisonAgain();
    void noteComparison(SavedSession *session) const;
    void restoreComparison(const SavedSession &session);
    void startBeside();
    void openRunBeside(const QString &run);
    void openModelBeside(const QString &model);
    void maskBoth(bool masked);
    void askBeside();
    void showMapsBeside();
    void showSelectionBeside();
    void showAnswersBeside();
    void showBesideActivity();

    // presenting.cpp
    void connectPresentation();
    void present(bool presenting);
    void lendPanels(bool presenting);
    void showStep(PresentationStep step);
    void showPresentation();
    void showCentre();

    // explaining.cpp
    void explainPanels();
    void showHelp();

    // connections.cpp
    void connectAll();
    void connectModel();
    void connectFetching();
    void connectStudies();
    void connectStudyChoice();
    void connectPrompt();
    void connectHeads();
    void connectMask();
    void connectAnswers();
    void connectAttention();
    void connectText();
    void connectEngine();
    void connectActions();

    // showing.cpp
    void showAll();
    void showAgain();
    void showExpectedAnswer();
    void showModel();
    void showModels();
    static QString originText(ModelOrigin origin);
    static QString toolTipOf(const CatalogModel &model);
    void showScores();
    void showSelection();
    void showHeadColors(const std::vector<HeadId> &inSight);
    void showMask();
    void showHeadMenu(HeadId id, QPoint at);
    void showTextMenu(QPoint at);
    void showBaseline();
    void showMasked();
    void showSteps();
    void showAttention();
    void showFrame();
    void showExamples();
    void showStaleness();
    void showPage();
    void showStudy();
    void showFetching();
    void showActivity();
    void suggestCount();
    /// Heads of the map from the header's threshold on; none where it is of another model.
    std::vector<HeadId> shownRetrievalHeads() const;

    void showHeadPage();

    // studying.cpp
    void planStudy();
    void startStudy();
    StudyRequest chosenIn(const StudyForm &form) const;
    void planDetection();
    void startDetection();
    void showPlan(const StudyPlan &plan);
    void showPlanProblem(const QString &why);

    // dialogs.cpp
    void chooseModel();
    /// Empty: the user thought better of it.
    QString askForRun();
    void chooseRun();
    void chooseRunBeside();
    void chooseHaystackFile();
    void chooseFrame();
    void exportHeadMap();
    void exportAnswers(const Session &session);
    void exportTimeline();
    void exportStudy();
    void exportPair();
    void copyFigure(const std::function<Figure()> &figure);
    void exportThrough(const std::function<QString()> &exporting);
    void showFetchDialog();
    void showDetectDialog();
    void showAbout();

    static constexpr int tipMilliseconds = 6000;

    Session *m_session;
    Actions *m_actions;
    PromptBar *m_promptBar;
    MapHeader *m_mapHeader;
    HeadMapView *m_headMap;
    HeadTable *m_headTable;
    SampleNotes *m_sampleNotes;
    QStackedWidget *m_headPages; ///< the table; that nothing is measured yet; why nothing counted
    ContextView *m_context;
    FindBar *m_findBar;
    AnswerView *m_answers;
    StepBar *m_steps;
    StudiesPanel *m_studies;
    QStackedWidget *m_centre; ///< the work, the start page, or the presentation
    StartPage *m_start;
    PresentationView *m_presentation;
    QBoxLayout *m_mapPlace; ///< below its header
    QMainWindow *m_work; ///< within the window: the panels around context or studies
    QDockWidget *m_headsPanel = nullptr;
    QDockWidget *m_answersPanel = nullptr;
    QDockWidget *m_stepsPanel = nullptr;
    QBoxLayout *m_answersPlace; ///< in their panel
    int m_fittedWidth = 0; ///< of the work, that the panels were last fitted to
    QHash<const QDockWidget *, double> m_panelShares; ///< of their usual widths
    bool m_fitting = false; ///< the panels, at this moment
    Panels m_answerPanels; ///< while some of them make room for studies or comparison
    Qt::WindowStates m_stateBefore; ///< the presentation
    Panels m_panelsBefore; ///< the presentation
    QWidget *m_mapStandIn; ///< where map and answers were, while they are presented
    QWidget *m_answersStandIn;
    std::unique_ptr<LastSession> m_last;
    HeadColors m_headColors; ///< of the open model's heads
    std::string m_coloredModel; ///< its hash
    QTimer m_keeping; ///< runs while something has changed that is not kept yet
    std::function<void()> m_messageAction; ///< of the message bar's button
    QStackedWidget *m_pages; ///< as WorkPage
    QTimer m_planning; ///< runs while the user is still typing
    DetectDialog *m_detect;
    StudyRequest m_planned; ///< the detection whose plan was asked for
    FetchDialog *m_fetch; ///< not modal: a model may take hours
    MessageBar *m_messages;
    ActivityIndicator *m_activity;
    QToolButton *m_modelButton;
    QMenu *m_modelMenu;
    QToolButton *m_maskHow; ///< says how heads are masked, and lets choose
    QLabel *m_maskWords; ///< what is masked, in words
    QLabel *m_machine; ///< which other machine computes, and whether it can be reached
    ComparePanel *m_compare = nullptr; ///< null until it is asked for
    std::unique_ptr<Session> m_beside; ///< B of the comparison; null until it is asked for
    bool m_bothAreMasked = false; ///< the top heads of A and of B
    bool m_maskingBoth = false; ///< at this moment
    bool m_besideIsAsked = false; ///< what the session is asked
    HelpWindow *m_help = nullptr; ///< null until it is asked for
    QSpinBox *m_count; ///< K of "mask top K" and "mask K random"
    std::uint64_t m_nextSeed = 1;
};

} // namespace needlescope
