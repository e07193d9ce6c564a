// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/stepbar.h"

#include "figures/plotlook.h"
#include "views/stepstrip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QVBoxLayout>

namespace needlescope {

namespace {

/// What the timeline's fillings mean.
class MassLegend : public QWidget
{
public:
    using QWidget::QWidget;

    QSize sizeHint() const override
    {
        int width = 0;
        for (const auto &[name, brush] : entries())
            width += fontMetrics().horizontalAdvance(name) + 2 * fontMetrics().height();
        return {width, fontMetrics().height()};
    }

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
        return {
            {StepBar::tr("answer span"), look.good}, {StepBar::tr("recent"), recentBrush(look)}, {StepBar::tr("sink"), sinkBrush(look)}};
    }
};

} // namespace

StepBar::StepBar(QWidget *parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_caption(new QLabel(this))
    , m_scroll(new QScrollArea(this))
    , m_strip(new StepStrip)
{
    setObjectName(QStringLiteral("stepBar"));
    setAccessibleName(tr("Steps of the answer"));
    m_slider->setObjectName(QStringLiteral("stepSlider"));
    m_slider->setAccessibleName(tr("Step"));
    m_slider->setPageStep(5);
    m_scroll->setWidget(m_strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);

    auto *head = new QHBoxLayout;
    head->addWidget(m_caption);
    head->addWidget(m_slider, 1);
    head->addWidget(new MassLegend(this));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_scroll);
    layout->addStretch(1); // without heads the rows stay together at the top
    // It needs no more than its rows; the room is the context's.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    connect(m_slider, &QSlider::valueChanged, this, &StepBar::choose);
    connect(m_strip, &StepStrip::stepClicked, this, &StepBar::choose);
    connect(m_scroll->horizontalScrollBar(), &QScrollBar::valueChanged, m_strip, qOverload<>(&QWidget::update));
    fitHeight();
    setTrace(nullptr);
}

StepBar::~StepBar() = default;

void StepBar::setTrace(std::shared_ptr<const DecodeTrace> trace)
{
    m_trace = std::move(trace);
    m_strip->setTrace(m_trace);
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, std::max(0, m_strip->nSteps() - 1));
    setEnabled(m_strip->nSteps() > 0);
    setStep(std::max(0, m_strip->step()));
}

void StepBar::setHeads(std::vector<HeadId> heads)
{
    heads.resize(std::min<std::size_t>(heads.size(), maxHeads));
    m_strip->setHeads(std::move(heads));
    fitHeight();
}

void StepBar::setHeadColors(const HeadColors &colors)
{
    m_strip->setHeadColors(colors);
}

void StepBar::fitHeight()
{
    m_scroll->setFixedHeight(m_strip->sizeHint().height() + m_scroll->horizontalScrollBar()->sizeHint().height());
}

void StepBar::setStep(int step)
{
    const int shown = m_strip->nSteps() > 0 ? std::clamp(step, 0, m_strip->nSteps() - 1) : -1;
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(std::max(0, shown));
    m_strip->setStep(shown);
    m_caption->setText(shown < 0 ? tr("No answer yet") : tr("Token %1 of %2").arg(shown + 1).arg(m_strip->nSteps()));
    const QRect column = m_strip->columnRect(shown);
    if (!column.isEmpty())
        m_scroll->ensureVisible(column.center().x(), 0, m_scroll->width() / 4, 0);
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
