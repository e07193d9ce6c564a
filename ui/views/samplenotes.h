// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

#include <QWidget>

class QLabel;
class QTableWidget;

namespace needlescope {

/// Why no sample of a detection counted: what the model answered to each, and what to change.
class SampleNotes : public QWidget
{
    Q_OBJECT
public:
    explicit SampleNotes(QWidget *parent = nullptr);

    /// @p samples are about @p needles. @p frameAdvice: what could be changed about the frame; empty: nothing is known.
    void setSamples(const std::vector<SampleResult> &samples, const std::vector<Needle> &needles, const QString &frameAdvice);

    /// One sample's answer, and what to change.
    static QString adviceFor(const SampleResult &sample);

private:
    QLabel *m_why;
    QTableWidget *m_table;
};

} // namespace needlescope
