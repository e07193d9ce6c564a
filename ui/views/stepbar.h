// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"

#include "api/generation.h"

#include <QWidget>

#include <memory>
#include <vector>

class QSlider;
class QScrollArea;
class QLabel;

namespace needlescope {

class StepStrip;

/// The answer's tokens as steps: a slider, a chip a token, and below each chip what the selected heads do at that step
/// (attention on needle, sink, recent tokens and the rest).
class StepBar : public QWidget
{
    Q_OBJECT
public:
    explicit StepBar(QWidget *parent = nullptr);
    ~StepBar() override;

    /// Null: no answer yet.
    void setTrace(std::shared_ptr<const DecodeTrace> trace);
    static constexpr int maxHeads = 5;

    /// The heads of the timeline, one row each; the first maxHeads are shown.
    void setHeads(std::vector<HeadId> heads);
    void setHeadColors(const HeadColors &colors);
    /// Shown from outside; does not emit.
    void setStep(int step);
    int step() const;

    /// A token's chip, in this widget's coordinates.
    QRect chipRect(int step) const;

signals:
    void stepChosen(int step);

private:
    void choose(int step);
    void fitHeight();

    std::shared_ptr<const DecodeTrace> m_trace;
    QSlider *m_slider = nullptr;
    QLabel *m_caption = nullptr;
    QScrollArea *m_scroll = nullptr;
    StepStrip *m_strip = nullptr;
};

} // namespace needlescope
