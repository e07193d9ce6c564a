// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/progress.h"

#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;
class QToolButton;

namespace needlescope {

/// What is being worked on, how far it is, how long it will take, and the button that stops it. Empty while there is nothing.
class ActivityIndicator : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityIndicator(QWidget *parent = nullptr);

    void setActivity(const std::optional<Progress> &activity);
    QToolButton *stopButton() const { return m_stop; }

private:
    QLabel *m_what;
    QProgressBar *m_bar;
    QLabel *m_timeLeft;
    QToolButton *m_stop;
};

} // namespace needlescope
