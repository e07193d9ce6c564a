// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace needlescope {

/// What a user prefers, on every start.
struct Preferences
{
    int fontSize = 0; ///< points; 0: the desktop's
    QString theme{}; ///< "light", "dark"; empty: the desktop's
    QString device{}; ///< "cpu", "cpu-bf16", "cuda"; empty: the engine chooses
    QString runs{}; ///< folder of runs of an engine on this computer; empty: the usual
    QString hub{}; ///< folder of the Hugging Face cache (HF_HOME); empty: the usual
    QString language{}; ///< "en", "zh_CN"; empty: the desktop's
    bool englishFigures = false; ///< exported ones, whatever the window speaks

    QString machine{}; ///< whose device that is, an SshAddress; empty: this computer

    static Preferences load(const QString &machine = {});
    void save() const;
    /// Language, font and theme at once; folders for engines that are started from now on. Returns what is wrong with the language, as
    /// speak() does.
    QString apply() const;
};

/// Shows Preferences and changes them.
class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PreferencesDialog(const Preferences &preferences, QWidget *parent = nullptr);

    Preferences preferences() const;
    /// At the end of the form.
    void addRow(const QString &label, QWidget *field);

private:
    QFormLayout *m_rows;
    QSpinBox *m_fontSize;
    QComboBox *m_theme;
    QString m_machine;
    QComboBox *m_device;
    QLineEdit *m_runs;
    QLineEdit *m_hub;
    QComboBox *m_language;
    QCheckBox *m_englishFigures;
};

} // namespace needlescope
