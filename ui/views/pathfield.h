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
    /// @p name is the line edit's object name, @p dialogTitle what the dialog asks for.
    PathField(const QString &name, const QString &dialogTitle, const QString &filter, QWidget *parent = nullptr);

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
    bool m_saving = false;
};

} // namespace needlescope
