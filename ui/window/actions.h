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
    QAction *exportHeadMap;
    QAction *exportAnswers;
    QAction *exportStudy;
    QAction *quit;
    QAction *undo;
    QAction *redo;
    QAction *maskTop;
    QAction *maskRandom;
    QAction *maskSelection;
    QAction *maskGroups;
    QAction *clearMask;
    QActionGroup *maskKinds; ///< data: MaskKind as int
    QActionGroup *maskScopes; ///< data: MaskScope as int
    QAction *showStudies; ///< checked: the studies are in sight, not the answers
    QAction *startDetection;
    QAction *stopStudy;
    QAction *restartEngine;
    QAction *about;

    /// Enables what makes sense in the session's state.
    void update();

private:
    QAction *add(const QString &text, const QString &toolTip, const QKeySequence &keys = {});
    void addKinds();
    void addScopes();
    void addHistory();

    Session *m_session;
};

} // namespace needlescope
