// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace needlescope {

/// What is searched for in a text, and the way from hit to hit. Hidden until it is opened; Enter and Shift+Enter go on and back, Escape
/// closes it.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    /// @p next and @p previous go from hit to hit.
    FindBar(QAction *next, QAction *previous, QWidget *parent = nullptr);

    /// Shown, with the words selected, to be typed over.
    void open();
    void close();
    /// In another text, if it is open.
    void again();
    /// Hit @p current (from 0) of @p n.
    void setResult(int current, int n);

signals:
    /// Empty: nothing any more.
    void wordsChanged(const QString &words);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QAction *m_next;
    QAction *m_previous;
    QLineEdit *m_words;
    QLabel *m_result;
    int m_current = 0;
    int m_nHits = 0;
};

} // namespace needlescope
