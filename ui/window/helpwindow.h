// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <vector>

class QAction;
class QTextBrowser;

namespace needlescope {

/// The help page that is shipped with the program, with the keys of this very program.
class HelpWindow : public QDialog
{
    Q_OBJECT

public:
    /// @p page is an HTML file; where it says `<!-- keys -->`, @p keys are listed.
    HelpWindow(const QString &page, const std::vector<QAction *> &keys, QWidget *parent = nullptr);

private:
    static QString translationOf(const QString &page);
    void showPage(const QString &page, const std::vector<QAction *> &keys);

    QTextBrowser *m_text;
};

} // namespace needlescope
