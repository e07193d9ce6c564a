// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace needlescope {

/// A file's path, typed or chosen in a dialog; empty: what the placeholder says.
class PathField : public QWidget
{
    Q_OBJECT
public:
    /// @p name is the line edit's object name.
    explicit PathField(const QString &name, QWidget *parent = nullptr);

    /// What the dialog asks for, and which files it shows.
    void setDialog(const QString &title, const QString &filter);

    QString path() const;
    /// The dialog asks for a file to be written, not for one that is there.
    void setSaving() { m_saving = true; }
    /// Files of another machine can only be typed.
    void setBrowsable(bool browsable);
    void setPlaceholder(const QString &text);

signals:
    void edited();

private:
    QLineEdit *m_path;
    QToolButton *m_browse;
    QString m_filter;
    bool m_saving = false;
};

} // namespace needlescope
