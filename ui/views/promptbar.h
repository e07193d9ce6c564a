// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;

namespace needlescope {

/// Needle, question, answer, haystack, depth and length. Edits are told on Enter, on "Ask", and at once for haystack, depth and length
/// (when the slider is let go). An answer that nobody types is left to the engine.
class PromptBar : public QWidget
{
    Q_OBJECT
public:
    explicit PromptBar(QWidget *parent = nullptr);

    /// Does not emit.
    void setRequest(const PromptRequest &request);
    /// What the fields say now. `haystack.name` is the chosen one; `haystack.text` is empty where it is not the one given to setRequest().
    PromptRequest request() const;
    void setHaystacks(const QStringList &names);
    /// Tokens that the model can read.
    void setMaxLength(int tokens);
    /// What the button for the text around context and question says.
    void setFrameName(const QString &name);

signals:
    void requestEdited(const needlescope::PromptRequest &request);
    /// "Open file..." was chosen in the haystack list.
    void haystackFileRequested();
    void frameEditRequested();

private:
    void setUpFields();
    void setUpLayout();
    void connectFields();
    void showDerivedAnswer();
    void showHaystack();
    void commit();

    PromptRequest m_request;
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
