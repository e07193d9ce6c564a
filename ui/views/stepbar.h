// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"

#include "api/generation.h"

#include <QWidget>

#include <memory>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QSpinBox;
class QSlider;
class QScrollArea;
class QLabel;

namespace needlescope {

class MassLegend;
class StepStrip;

/// The answer's tokens as steps: a slider, a chip a token, and below each chip what heads do at that step (attention on answer span,
/// sink, recent tokens and elsewhere). The user chooses how many heads, and their order.
class StepBar : public QWidget
{
    Q_OBJECT
public:
    explicit StepBar(QWidget *parent = nullptr);
    ~StepBar() override;

    /// Null: no answer yet.
    void setTrace(std::shared_ptr<const DecodeTrace> trace);
    static constexpr int maxHeads = 64;
    static constexpr int usualHeads = 5;

    /// The heads of the timeline, one row each; as many of the first ones are shown as the user chose.
    void setHeads(std::vector<HeadId> heads);
    /// Those that are shown, in their order.
    std::vector<HeadId> heads() const;
    void setHeadColors(const HeadColors &colors);
    /// Shown from outside; does not emit.
    void setStep(int step);
    int step() const;

    /// A token's chip, in this widget's coordinates.
    QRect chipRect(int step) const;

signals:
    void stepChosen(int step);
    /// Of its size hint.
    void heightChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Rows;

    void choose(int step);
    void showHeads();
    void fitHeight();
    void placeLegend();

    std::shared_ptr<const DecodeTrace> m_trace;
    QSlider *m_slider = nullptr;
    QLabel *m_caption = nullptr;
    QSpinBox *m_rows = nullptr;
    QComboBox *m_order = nullptr;
    std::vector<HeadId> m_heads;
    QScrollArea *m_scroll = nullptr;
    StepStrip *m_strip = nullptr;
    QHBoxLayout *m_head = nullptr;
    QHBoxLayout *m_below = nullptr; ///< the legend where it has no room in the head
    MassLegend *m_legend = nullptr;
};

} // namespace needlescope
