// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;

namespace needlescope {

/// Above the head map: what is shown and of which model, and from which score on a head counts.
class MapHeader : public QWidget
{
    Q_OBJECT
public:
    explicit MapHeader(QWidget *parent = nullptr);

    /// @p fits: it is of the open model. Null: no map.
    void setMap(const ScoreMap *map, bool fits);
    /// What the user chose; for another measure what is usual.
    double threshold() const;
    QString text() const;

signals:
    void thresholdChanged(double threshold);

private:
    void suggestThreshold(const ScoreMap &map);

    std::string m_measure = "score"; ///< that the threshold is one of
    QLabel *m_text;
    QDoubleSpinBox *m_threshold;
};

} // namespace needlescope
