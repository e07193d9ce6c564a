// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/activityindicator.h"

#include "views/progresswords.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace needlescope {

namespace {

constexpr int barSteps = 1000; ///< the bar counts in int, the work in 64 bits

} // namespace

ActivityIndicator::ActivityIndicator(QWidget *parent)
    : QWidget(parent)
    , m_what(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_timeLeft(new QLabel(this))
    , m_stop(new QToolButton(this))
{
    m_bar->setFixedWidth(180);
    m_bar->setMaximumHeight(m_what->sizeHint().height());
    m_stop->setObjectName(QStringLiteral("stop"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    for (QWidget *part : std::initializer_list<QWidget *>{m_what, m_bar, m_timeLeft, m_stop})
        layout->addWidget(part);
    setActivity({});
}

void ActivityIndicator::setActivity(const std::optional<Progress> &activity)
{
    setVisible(activity.has_value());
    if (!activity) {
        m_what->clear();
        m_timeLeft->clear();
        return;
    }
    const bool counted = activity->total > 0;
    const QString what = activityText(*activity);
    m_what->setText(counted ? tr("%1: %2 of %3").arg(what).arg(activity->done).arg(activity->total) : what);
    m_bar->setRange(0, counted ? barSteps : 0);
    if (counted)
        m_bar->setValue(static_cast<int>(activity->done * barSteps / activity->total));
    m_timeLeft->setText(timeLeftText(activity->secondsLeft));
}

} // namespace needlescope
