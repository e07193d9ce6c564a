// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QActionGroup>
#include <QObject>

namespace needlescope {

class Session;

/// All that a menu, a button or a key can ask for. The actions know their words and keys; what they do stands in connections.cpp.
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(Session *session, QObject *parent = nullptr);

    QAction *openModel;
    QAction *getModel;
    QAction *openRun;
    QAction *remoteEngine;
    QAction *localEngine; ///< back from another machine's
    QAction *exportHeadMap;
    QAction *exportAnswers;
    QAction *exportTimeline;
    QAction *exportStudy;
    QAction *exportPair; ///< of the comparison
    QAction *copyHeadMap;
    QAction *copyAnswers;
    QAction *copyStudy;
    QAction *copyPair;
    QAction *openSession;
    QAction *saveSession;
    QAction *preferences;
    QAction *startPage; ///< checked: it is in sight
    QAction *quit;
    QAction *undo;
    QAction *redo;
    QAction *copyText; ///< the selected part of the context; while that has the focus
    QAction *selectText; ///< all of it; while it has the focus
    QAction *find;
    QAction *findNext;
    QAction *findPrevious;
    QAction *ask;
    QAction *example; ///< back to the one that the program starts with
    QAction *openText;
    QAction *chooseFrame;
    QAction *baseline; ///< checked: its tokens and attention are looked at, although something is masked
    QAction *nextStep;
    QAction *previousStep;
    QAction *maskTop;
    QAction *maskRandom;
    QAction *maskSelection;
    QAction *maskGroups;
    QAction *clearMask;
    QAction *clickMasks; ///< checked: a click on a head masks it instead of selecting it
    QActionGroup *maskKinds; ///< data: MaskKind as int
    QActionGroup *maskScopes; ///< data: MaskScope as int
    QAction *showStudies; ///< checked: the studies are in sight, not the answers
    QAction *showCompare; ///< checked: two maps and models beside each other are in sight
    QAction *startDetection;
    QAction *stop; ///< whatever is being worked on; its text says what
    QAction *restartEngine;
    QAction *zoomIn; ///< the head map; this and the next ones while it has the focus
    QAction *zoomOut;
    QAction *wholeMap;
    QAction *mapMeans; ///< checked: they are along its edges
    QAction *mapGroups; ///< checked: one cell a KV group
    QAction *putPanelsBack;
    QAction *present; ///< checked: the window shows itself to an audience
    QAction *leavePresentation;
    QAction *presentAsk;
    QAction *presentMask;
    QAction *presentRead;
    QAction *presentNext;
    QAction *presentBack;
    QAction *help;
    QAction *whatIsThis;
    QAction *about;

    /// Every action that has a key.
    std::vector<QAction *> withKeys() const;

    /// Enables what makes sense in the session's state.
    void update();

private:
    /// Both are sources of tr().
    QAction *add(const char *text, const char *toolTip, const QKeySequence &keys = {});
    void addKinds();
    void addScopes();
    void addHistory();
    void showHistory();
    void updatePresentation();

    Session *m_session;
};

} // namespace needlescope
