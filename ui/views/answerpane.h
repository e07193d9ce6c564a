// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/worddiff.h"

#include "api/generation.h"

#include <QFrame>

#include <vector>

class QLabel;
class QTextBrowser;

namespace needlescope {

/// One answer: title, outcome as a badge, recall, and the words.
class AnswerPane : public QFrame
{
    Q_OBJECT
public:
    explicit AnswerPane(const QString &name, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    /// In place of an answer, in grey.
    void showNothing(const QString &message);
    void showStreaming(const QString &textSoFar, bool running);
    void showAnswer(const DecodeTrace &trace, std::vector<DiffWord> words);

    /// Grey: it is not what is asked now.
    void setFaded(bool faded);

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyLook();

    QLabel *m_title = nullptr;
    QLabel *m_badge = nullptr;
    QLabel *m_recall = nullptr;
    QTextBrowser *m_text = nullptr;
    std::vector<DiffWord> m_words;
    bool m_faded = false;
    Outcome m_outcome = Outcome::Hallucination;
};

} // namespace needlescope
