// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/scoremap.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace needlescope {

/// Above the head map: what is shown and of which model, what it rests on, and from which score on a head counts.
class MapHeader : public QWidget
{
    Q_OBJECT
public:
    explicit MapHeader(QWidget *parent = nullptr);

    /// @p fits: it is of the open model. Null: no map. @p rests says what the number of samples does not: that they were enough, or that
    /// the study was stopped.
    void setMap(const ScoreMap *map, bool fits, const QString &rests = {});
    /// In place of a map.
    void setMessage(const QString &message);
    /// The button that finds the heads.
    QToolButton *detectButton() const { return m_detect; }
    /// What the user chose; for another measure what is usual.
    double threshold() const;
    void setThreshold(double threshold);
    QString text() const;

signals:
    void thresholdChanged(double threshold);

private:
    void suggestThreshold(const ScoreMap &map);

    std::string m_measure = "score"; ///< that the threshold is one of
    QLabel *m_text;
    QDoubleSpinBox *m_threshold;
    QToolButton *m_detect;
    QString m_message;
};

} // namespace needlescope
