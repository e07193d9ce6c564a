// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/stepbar.h"

#include "figures/attentionshares.h"
#include "figures/plotlook.h"
#include "figures/scorecolors.h"
#include "language/language.h"
#include "views/comboitems.h"
#include "views/stepstrip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace needlescope {

namespace {

constexpr int mostRowsAtOnce = 8;

enum Order { AsGiven, ByNeedle, ByRecent, BySink, ByElsewhere, ByLayer };

/// What comes first has the highest key.
double sortKey(const HeadSummaries &heads, HeadId id, int order)
{
    const AttentionShares mean = meanShares(heads, id);
    switch (order) {
    case ByNeedle:
        return mean.needle;
    case ByRecent:
        return mean.recent;
    case BySink:
        return mean.sink;
    case ByElsewhere:
        return mean.elsewhere();
    case ByLayer:
        return -(id.layer * 100000.0 + id.head);
    default:
        return 0;
    }
}

} // namespace

/// What the timeline's fillings mean.
class MassLegend : public QWidget
{
public:
    using QWidget::QWidget;

    void say()
    {
        QStringList names;
        for (const auto &[name, brush] : entries())
            names << name;
        setAccessibleName(StepBar::tr("Legend: %1").arg(names.join(QStringLiteral(", "))));
        updateGeometry();
        update();
    }

    QSize sizeHint() const override
    {
        int width = 0;
        for (const auto &[name, brush] : entries())
            width += fontMetrics().horizontalAdvance(name) + 2 * fontMetrics().height();
        return {width, fontMetrics().height()};
    }
    QSize minimumSizeHint() const override { return {0, fontMetrics().height()}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int side = fontMetrics().height() * 2 / 3;
        int x = 0;
        for (const auto &[name, brush] : entries()) {
            painter.fillRect(QRect(x, (height() - side) / 2, side, side), brush);
            x += side + 4;
            painter.drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, name);
            x += fontMetrics().horizontalAdvance(name) + fontMetrics().height();
        }
    }

private:
    std::vector<std::pair<QString, QBrush>> entries() const
    {
        const PlotLook look = lookOf(palette(), font());
        return {{StepBar::tr("answer span"), look.good}, {StepBar::tr("recent"), recentBrush(look)}, {StepBar::tr("sink"), sinkBrush(look)},
            {StepBar::tr("elsewhere"), blend(palette().color(QPalette::Window), look.text, 0.12)}};
    }
};

/// As high as its rows, where there is room.
class StepBar::Rows : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;
    QSize sizeHint() const override { return {QScrollArea::sizeHint().width(), maximumHeight()}; }
};

StepBar::StepBar(QWidget *parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_caption(new QLabel(this))
    , m_rows(new QSpinBox(this))
    , m_order(new QComboBox(this))
    , m_scroll(new Rows(this))
    , m_strip(new StepStrip)
    , m_head(new QHBoxLayout)
    , m_below(new QHBoxLayout)
    , m_legend(new MassLegend(this))
{
    setObjectName(QStringLiteral("stepBar"));
    m_slider->setObjectName(QStringLiteral("stepSlider"));
    m_slider->setPageStep(5);
    m_scroll->setWidget(m_strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);

    m_rows->setObjectName(QStringLiteral("timelineRows"));
    m_rows->setRange(1, maxHeads);
    m_rows->setValue(usualHeads);
    m_order->setObjectName(QStringLiteral("timelineOrder"));
    m_order->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_order->setMinimumContentsLength(17);
    m_slider->setMinimumWidth(5 * fontMetrics().height());
    m_head->addWidget(m_caption);
    m_head->addWidget(m_slider, 1);
    m_head->addWidget(m_rows);
    m_head->addWidget(m_order);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(m_head);
    layout->addLayout(m_below);
    layout->addWidget(m_scroll, 1);
    layout->addStretch(0); // without heads the rows stay together at the top
    // It needs no more than its rows; the room is the context's.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    connect(m_slider, &QSlider::valueChanged, this, &StepBar::choose);
    connect(m_strip, &StepStrip::stepClicked, this, &StepBar::choose);
    connect(m_rows, &QSpinBox::valueChanged, this, &StepBar::showHeads);
    connect(m_order, &QComboBox::currentIndexChanged, this, &StepBar::showHeads);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, m_strip, qOverload<>(&QWidget::update));
    connect(m_scroll->horizontalScrollBar(), &QScrollBar::valueChanged, m_strip, qOverload<>(&QWidget::update));
    fitHeight();
    setTrace(nullptr);
    inEveryLanguage(this, [this] {
        setAccessibleName(tr("Steps of the answer"));
        m_slider->setAccessibleName(tr("Step"));
        m_rows->setPrefix(tr("heads: "));
        m_rows->setToolTip(tr("How many heads: the selected ones, then those with the highest scores"));
        m_rows->setAccessibleName(tr("Heads of the timeline"));
        setItemTexts(m_order,
            {tr("selected, then by score"), tr("by attention on the answer span"), tr("by attention on recent tokens"),
                tr("by attention on the sink"), tr("by attention elsewhere"), tr("by layer")});
        m_order->setToolTip(tr("In which order: attention is the mean over the answer's tokens, the highest first"));
        m_order->setAccessibleName(tr("Order of the heads"));
        m_legend->say();
        setStep(step());
        placeLegend();
    });
}

StepBar::~StepBar() = default;

void StepBar::setTrace(std::shared_ptr<const DecodeTrace> trace)
{
    m_trace = std::move(trace);
    m_strip->setTrace(m_trace);
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, std::max(0, m_strip->nSteps() - 1));
    setEnabled(m_strip->nSteps() > 0);
    showHeads();
    setStep(std::max(0, m_strip->step()));
}

void StepBar::setHeads(std::vector<HeadId> heads)
{
    m_heads = std::move(heads);
    showHeads();
}

std::vector<HeadId> StepBar::heads() const
{
    std::vector<HeadId> shown = m_heads;
    shown.resize(std::min(shown.size(), static_cast<std::size_t>(m_rows->value())));
    const int order = m_order->currentIndex();
    if (!m_trace || order == AsGiven)
        return shown;
    std::stable_sort(shown.begin(), shown.end(),
        [&](HeadId a, HeadId b) { return sortKey(m_trace->heads, a, order) > sortKey(m_trace->heads, b, order); });
    return shown;
}

void StepBar::showHeads()
{
    m_strip->setHeads(heads());
    fitHeight();
}

void StepBar::setHeadColors(const HeadColors &colors)
{
    m_strip->setHeadColors(colors);
}

void StepBar::fitHeight()
{
    const int nRows = std::min(static_cast<int>(heads().size()), mostRowsAtOnce);
    const int bar = m_scroll->horizontalScrollBar()->sizeHint().height();
    const int height = m_strip->heightOf(nRows) + bar;
    if (height == m_scroll->maximumHeight())
        return;
    m_scroll->setMinimumHeight(m_strip->heightOf(std::min(nRows, 1)) + bar); // where there is no room, they are scrolled
    m_scroll->setMaximumHeight(height);
    emit heightChanged();
}

void StepBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeLegend();
}

/// Beside the other things, or below them where there is no room.
void StepBar::placeLegend()
{
    int taken = layout()->contentsMargins().left() + layout()->contentsMargins().right();
    for (const QWidget *part : std::initializer_list<QWidget *>{m_caption, m_slider, m_rows, m_order, m_legend})
        taken += (part == m_slider ? part->minimumWidth() : part->sizeHint().width()) + m_head->spacing();
    QHBoxLayout *place = taken <= width() ? m_head : m_below;
    if (place->indexOf(m_legend) >= 0)
        return;
    place->addWidget(m_legend, 0, Qt::AlignLeft);
    emit heightChanged();
}

void StepBar::setStep(int step)
{
    const int shown = m_strip->nSteps() > 0 ? std::clamp(step, 0, m_strip->nSteps() - 1) : -1;
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(std::max(0, shown));
    m_strip->setStep(shown);
    const bool masked = m_trace && !m_trace->intervention.empty();
    m_caption->setText(shown < 0 ? tr("No answer yet")
            : masked             ? tr("Token %1 of %2 under the mask").arg(shown + 1).arg(m_strip->nSteps())
                                 : tr("Token %1 of %2 of the baseline").arg(shown + 1).arg(m_strip->nSteps()));
    const QRect column = m_strip->columnRect(shown);
    if (!column.isEmpty())
        m_scroll->ensureVisible(
            column.center().x(), m_scroll->verticalScrollBar()->value(), m_scroll->width() / 4, 0); // the rows stay where they are
}

int StepBar::step() const
{
    return m_strip->step();
}

QRect StepBar::chipRect(int step) const
{
    const QRect chip = m_strip->chipRect(step);
    return chip.isEmpty() ? QRect() : QRect(m_strip->mapTo(this, chip.topLeft()), chip.size());
}

void StepBar::choose(int step)
{
    setStep(step);
    emit stepChosen(step);
}

} // namespace needlescope
