// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace needlescope {

/// What a dropped file or folder is, by what it holds and how it is called.
enum class DroppedKind { Model, Map, Text, Session, Nothing };

/// The model that a file belongs to: a GGUF file itself, of a config.json or of weights their folder. Empty: of none.
QString modelOfFile(const QString &path);

/// Where programs write a run together; it is opened as the run that they write.
bool isFolderOfShards(const QString &path);

/// @p why: of Nothing, one sentence.
DroppedKind kindOfDropped(const QString &path, QString *why);

/// Files that are dropped anywhere on a window, its text fields included.
class DropTarget : public QObject
{
    Q_OBJECT

public:
    explicit DropTarget(QWidget *window);

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void dropped(const QString &path);

private:
    QWidget *m_window;
};

} // namespace needlescope
