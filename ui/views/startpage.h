// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/catalog.h"

#include <QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QLabel;
class QListWidget;

namespace needlescope {

/// Where somebody begins: demo models, what was open lately, the models of this computer. A click or Enter opens.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    /// Until the engine has told, the names of the shipped ones.
    void setModels(const std::vector<CatalogModel> &models, const QStringList &shipped);
    /// As the user called them, the latest first.
    void setRecent(const QStringList &models, const QStringList &runs, const QStringList &sessions);
    /// Buttons below the lists.
    void setActions(const QList<QAction *> &actions);

signals:
    void modelChosen(const QString &model);
    void runChosen(const QString &run);
    void sessionChosen(const QString &file);

private:
    /// @p title is a source of tr().
    QListWidget *addList(const QString &name, const char *title);
    void open(const QListWidget *list, int row);

    QHBoxLayout *m_lists;
    QHBoxLayout *m_buttons;
    QListWidget *m_demos;
    QListWidget *m_recent;
    QListWidget *m_others;
};

} // namespace needlescope
