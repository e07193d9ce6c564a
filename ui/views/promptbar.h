// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;

namespace needlescope {

/// Needle, question, answer span, haystack, depth and length, and what hinders them from being asked. Edits are told on Enter, on "Ask",
/// and at once for haystack, depth and length (when the slider is let go). An answer that nobody types is left to the engine.
class PromptBar : public QWidget
{
    Q_OBJECT
public:
    explicit PromptBar(QWidget *parent = nullptr);

    /// Does not emit.
    void setRequest(const PromptRequest &request);
    /// What the fields say now. `haystack.name` is the chosen one; `haystack.text` is empty where it is not the one given to setRequest().
    PromptRequest request() const;
    /// Whether needle, question or answer span are others than those of setRequest().
    bool isDraft() const;
    /// Needles to begin with; the first is the one to go back to.
    void setExamples(const std::vector<Needle> &needles);
    /// More of them, below @p title, which are hidden in @p haystack.
    void addExamples(const QString &title, const QString &haystack, const std::vector<Needle> &needles);
    QMenu *examplesMenu() const { return m_examplesMenu; }
    void setHaystacks(const QStringList &names);
    /// Tokens that the model can read.
    void setMaxLength(int tokens);
    /// What the button for the text around context and question says.
    void setFrameName(const QString &name);

public slots:
    /// Tells what the fields say now.
    void commit();

signals:
    /// isDraft() may have changed.
    void drafted();
    void requestEdited(const needlescope::PromptRequest &request);
    /// "Open file..." was chosen in the haystack list.
    void haystackFileRequested();
    void frameEditRequested();

private:
    void sayAgain();
    void setUpFields();
    void setUpLayout();
    void connectFields();
    void showDerivedAnswer();
    void showHaystack();
    void showHint();
    QString hint() const;
    void addExample(const QString &text, const Needle &needle, const QString &haystack);
    void takeExample(const Needle &needle, const QString &haystack);
    Needle needle() const;

    PromptRequest m_request;
    QString m_foreignHaystack; ///< of addExamples()
    Needle m_asked; ///< what the fields said after setRequest()
    QToolButton *m_examples = nullptr;
    QMenu *m_examplesMenu = nullptr;
    QLabel *m_hint = nullptr;
    QLineEdit *m_statement = nullptr;
    QLineEdit *m_question = nullptr;
    QLineEdit *m_answer = nullptr;
    QComboBox *m_haystack = nullptr;
    QSlider *m_depthSlider = nullptr;
    QDoubleSpinBox *m_depth = nullptr;
    QSpinBox *m_length = nullptr;
    QToolButton *m_frame = nullptr;
    QPushButton *m_ask = nullptr;
};

} // namespace needlescope
