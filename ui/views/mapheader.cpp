// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/mapheader.h"

#include "figures/headcells.h"
#include "language/language.h"
#include "views/maptext.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace needlescope {

MapHeader::MapHeader(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_threshold(new QDoubleSpinBox(this))
    , m_detect(new QToolButton(this))
    , m_message(tr("No head map"))
{
    setObjectName(QStringLiteral("mapHeader"));
    m_text->setObjectName(QStringLiteral("mapText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_threshold->setObjectName(QStringLiteral("threshold"));
    m_threshold->setRange(-1e6, 1e6); // gates may be below 0, means of other rules above 1
    m_threshold->setDecimals(2);
    m_threshold->setSingleStep(0.05);
    m_threshold->setValue(static_cast<double>(retrievalHeadThreshold));
    m_threshold->setPrefix(tr("≥ "));
    inEveryLanguage(this, [this] {
        m_threshold->setToolTip(tr("From this score on a head counts as a retrieval head"));
        m_threshold->setAccessibleName(tr("Threshold"));
    });
    m_threshold->setMaximumWidth(7 * fontMetrics().height());
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &MapHeader::thresholdChanged);
    auto *layout = new QGridLayout(this); // the text needs the width
    layout->setContentsMargins(4, 2, 4, 2);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    layout->addWidget(m_text, 0, 0, 2, 1);
    layout->addWidget(m_threshold, 0, 1);
    layout->addWidget(m_detect, 1, 1);
    m_detect->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_detect->setObjectName(QStringLiteral("detect"));
    setMap(nullptr, false);
}

void MapHeader::setMessage(const QString &message)
{
    m_message = message;
    if (!m_threshold->isEnabled())
        m_text->setText(m_message);
}

void MapHeader::setMap(const ScoreMap *map, bool fits, const QString &rests)
{
    const bool shown = map && !map->empty();
    const QString text = !shown ? m_message : rests.isEmpty() ? mapText(*map) : tr("%1: %2").arg(mapText(*map), rests);
    m_text->setText(!shown || fits ? text : tr("%1. Not of the open model.").arg(text));
    m_text->setForegroundRole(shown && fits ? QPalette::PlaceholderText : QPalette::WindowText);
    m_threshold->setEnabled(shown);
    m_threshold->setVisible(shown);
    if (shown && map->measure != m_measure)
        suggestThreshold(*map);
}

/// Of values of any size, two digits.
void MapHeader::suggestThreshold(const ScoreMap &map)
{
    m_measure = map.measure;
    const double usual = usualThreshold(map);
    const QSignalBlocker quiet(m_threshold);
    m_threshold->setDecimals(std::max(2, 1 - static_cast<int>(std::floor(std::log10(usual)))));
    m_threshold->setSingleStep(usual / 2);
    m_threshold->setValue(usual);
}

double MapHeader::threshold() const
{
    return m_threshold->value();
}

void MapHeader::setThreshold(double threshold)
{
    m_threshold->setValue(threshold);
}

QString MapHeader::text() const
{
    return m_text->text();
}

} // namespace needlescope
