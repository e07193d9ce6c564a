// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

class QMenu;
class QSpinBox;
class QToolButton;

namespace needlescope {

class ActivityIndicator;
class Actions;
class AnswerView;
class ContextView;
class HeadMapView;
class HeadTable;
class MessageBar;
class PromptBar;
class Session;
class StepBar;

/// Puts the views around the session. What a signal leads to stands in connections.cpp, all of it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// @p session outlives the window. @p runFolder: where detections are written, on the engine's machine; empty: nowhere.
    MainWindow(Session *session, QString runFolder, QWidget *parent = nullptr);

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
    void connectModelAndRun();
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
    void showScores();
    void showSelection();
    void showMask();
    void showBaseline();
    void showMasked();
    void showSteps();
    void showAttention();
    void showFrame();
    void suggestCount();

    // dialogs.cpp
    void chooseModelDirectory();
    void chooseRun();
    void chooseHaystackFile();
    void chooseFrame();
    void exportHeadMap();
    void exportAnswers();
    void showAbout();

    Session *m_session;
    QString m_runFolder;
    Actions *m_actions;
    PromptBar *m_promptBar;
    HeadMapView *m_headMap;
    HeadTable *m_headTable;
    ContextView *m_context;
    AnswerView *m_answers;
    StepBar *m_steps;
    MessageBar *m_messages;
    ActivityIndicator *m_activity;
    QToolButton *m_modelButton;
    QMenu *m_modelMenu;
    QSpinBox *m_count; ///< K of "mask top K" and "mask K random"
    std::uint64_t m_nextSeed = 1;
};

} // namespace needlescope
