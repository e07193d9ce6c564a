// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"
#include "api/study.h"

#include <QMainWindow>
#include <QTimer>

#include <functional>

class QMenu;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace needlescope {

class ActivityIndicator;
class Actions;
class AnswerView;
class ContextView;
class HeadMapView;
class HeadTable;
class MapHeader;
class MessageBar;
class PromptBar;
class Session;
class StepBar;
class StudiesPanel;

/// Puts the views around the session. What a signal leads to stands in connections.cpp, all of it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// @p session outlives the window.
    explicit MainWindow(Session *session, QWidget *parent = nullptr);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    // mainwindow.cpp
    void arrangeViews();
    void createMenus();
    void createToolBar();
    void createStatusBar();
    void restoreWindow();

    // connections.cpp
    void connectAll();
    void connectModel();
    void connectStudies();
    void connectStudyChoice();
    void connectPrompt();
    void connectHeads();
    void connectMask();
    void connectAnswers();
    void connectAttention();
    void connectEngine();
    void connectActions();

    // showing.cpp
    void showAll();
    void showModel();
    void showModels();
    static QString originText(ModelOrigin origin);
    static QString toolTipOf(const CatalogModel &model);
    void showScores();
    void showSelection();
    void showMask();
    void showBaseline();
    void showMasked();
    void showSteps();
    void showAttention();
    void showFrame();
    void showStudies(bool shown);
    void showStudy();
    void showActivity();
    void suggestCount();
    /// Heads of the map from the header's threshold on; none where it is of another model.
    std::vector<HeadId> shownRetrievalHeads() const;

    // studying.cpp
    void planStudy();
    void startStudy();
    StudyRequest chosenStudy() const;

    // dialogs.cpp
    void chooseModelDirectory();
    void chooseRun();
    void chooseHaystackFile();
    void chooseFrame();
    void exportHeadMap();
    void exportAnswers();
    void exportStudy();
    void exportThrough(const std::function<QString()> &exporting);
    void showAbout();

    Session *m_session;
    Actions *m_actions;
    PromptBar *m_promptBar;
    MapHeader *m_mapHeader;
    HeadMapView *m_headMap;
    HeadTable *m_headTable;
    ContextView *m_context;
    AnswerView *m_answers;
    StepBar *m_steps;
    StudiesPanel *m_studies;
    QStackedWidget *m_pages; ///< context and answers, or the studies
    QTimer m_planning; ///< runs while the user is still typing
    MessageBar *m_messages;
    ActivityIndicator *m_activity;
    QToolButton *m_modelButton;
    QMenu *m_modelMenu;
    QSpinBox *m_count; ///< K of "mask top K" and "mask K random"
    std::uint64_t m_nextSeed = 1;
};

} // namespace needlescope
