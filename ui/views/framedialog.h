// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QPlainTextEdit;

namespace needlescope {

/// The text around context and question: the prompt of base models, what the model's chat template makes of it, or one's own.
class FrameDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p offered is the frame of the model's chat template; without one the base prompt, and the note says why.
    FrameDialog(const PromptFrame &current, const ChosenFrame &offered, QWidget *parent = nullptr);

    PromptFrame frame() const;

private:
    enum Kind { Base, Chat, Own };

    void setUpLayout(const QString &note);
    void chooseKind();
    void showFrame(const PromptFrame &frame);
    void edited();

    PromptFrame m_chat; ///< chatTemplate is empty where there is none
    PromptFrame m_own;
    QComboBox *m_kind;
    QPlainTextEdit *m_pattern;
    QCheckBox *m_addsSpecialTokens;
    QLabel *m_hint;
    QDialogButtonBox *m_buttons;
};

} // namespace needlescope
