// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/contextpainter.h"

#include "figures/scorecolors.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

constexpr double strongestTint = 0.85; // so that black or white text stays legible on it

const QColor hitColor(255, 221, 87); // black on it is legible in both themes
const QColor currentHitColor(255, 160, 50);

QString percent(double share)
{
    const int decimals = share >= 0.1 || share <= 0 ? 0 : share >= 0.001 ? 1 : 3;
    return QLocale().toString(100 * share, 'f', decimals) + QStringLiteral(" %");
}

} // namespace

void ContextPainter::paint(const QImage &minimap)
{
    const PlotLook &look = m_scene.look;
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setFont(look.font);
    if (!m_scene.prompt) {
        m_painter.setPen(look.muted);
        m_painter.drawText(m_painter.viewport().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_scene.message);
        return;
    }
    m_painter.save();
    m_painter.setClipRect(QRectF(0, m_scene.textArea.top(), m_scene.minimapArea.left(), m_scene.textArea.height()));
    paintText();
    m_painter.restore();
    paintMinimapFrame(minimap);
    paintStrip();
    paintLegend();
    paintCaption();
    paintFlows();
}

QColor ContextPainter::attentionTint(int position) const
{
    return blend(m_scene.look.background, m_scene.shadeColor(), strongestTint * m_scene.attention.shade(position));
}

void ContextPainter::paintText()
{
    const auto [first, last] = m_scene.visibleLines();
    for (int line = first; line <= last; ++line) {
        for (int token = m_scene.text.lineStart(line); token < m_scene.text.lineStart(line + 1); ++token)
            paintToken(token);
    }
}

void ContextPainter::paintToken(int position)
{
    const PlotLook &look = m_scene.look;
    const QRectF rect = m_scene.tokenRect(position);
    QColor ink = look.text;
    const double shade = m_scene.attention.shade(position);
    if (shade > 0.02 && position == 0) {
        // The sink is hatched: it gets much attention and says little.
        m_painter.fillRect(rect, QBrush(blend(look.background, m_scene.shadeColor(), 0.25 + 0.5 * shade), Qt::BDiagPattern));
    } else if (shade > 0.02) {
        const QColor tint = attentionTint(position);
        m_painter.fillRect(rect.adjusted(0, 1, 0, -1), tint);
        ink = inkOn(tint);
    }
    if (m_scene.selected.contains(position)) {
        m_painter.fillRect(rect.adjusted(0, 1, 0, -1), m_scene.highlight);
        ink = inkOn(m_scene.highlight);
    }
    paintNeedleMark(position, rect);
    if (m_scene.hovered == position) {
        m_painter.setPen(QPen(look.muted, 1));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(rect.adjusted(0, 1, 0, -1));
    }
    m_painter.setPen(position == 0 && m_scene.prompt->spans.front().empty() ? look.muted : ink);
    // At a point, not in a rectangle: several times as fast.
    const QFontMetricsF &metrics = m_scene.text.metrics();
    const double baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    m_painter.drawText(QPointF(rect.left(), baseline), m_scene.text.shownText(position));
    paintHits(position, rect, baseline);
}

/// Only the characters that were found, over what is there.
void ContextPainter::paintHits(int position, QRectF rect, double baseline)
{
    const auto &hits = m_scene.search.hits();
    if (hits.empty())
        return;
    const int begin = m_scene.search.begin(position);
    const int end = m_scene.search.begin(position + 1);
    for (auto i = m_scene.search.firstBehind(begin); i < hits.size() && hits[i].begin < end; ++i) {
        const bool current = static_cast<int>(i) == m_scene.hit;
        const double left = rect.left() + m_scene.text.advanceWithin(position, std::max(0, hits[i].begin - begin));
        const double right = rect.left() + m_scene.text.advanceWithin(position, std::min(end, hits[i].end) - begin);
        const QRectF found(left, rect.top() + 1, right - left, rect.height() - 2);
        m_painter.save();
        m_painter.setClipRect(found, Qt::IntersectClip);
        m_painter.fillRect(found, current ? currentHitColor : hitColor);
        m_painter.setPen(inkOn(hitColor));
        m_painter.drawText(QPointF(rect.left(), baseline), m_scene.text.shownText(position));
        if (current) // not by colour alone
            m_painter.fillRect(QRectF(found.left(), found.bottom() - 2, found.width(), 2), inkOn(hitColor));
        m_painter.restore();
    }
}

void ContextPainter::paintNeedleMark(int position, QRectF rect)
{
    const Prompt &prompt = *m_scene.prompt;
    const bool inAnswer = prompt.needle.contains(position);
    if (!inAnswer && !prompt.statement.contains(position))
        return;
    const PlotLook &look = m_scene.look;
    const double width = inAnswer ? 3 : 1.2;
    m_painter.fillRect(QRectF(rect.left(), rect.bottom() - 1 - width, rect.width(), width), look.good);
    const double bar = m_scene.margin() * 0.35;
    m_painter.fillRect(QRectF(m_scene.margin() * 0.25, rect.top(), bar, rect.height()), look.good);
}

QImage ContextPainter::paintMinimap(const ContextScene &scene, double devicePixelRatio)
{
    const QSize size(std::max(1, static_cast<int>(scene.minimapArea.width() * devicePixelRatio)),
        std::max(1, static_cast<int>(scene.minimapArea.height() * devicePixelRatio)));
    QImage image(size, QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(blend(scene.look.background, scene.look.text, 0.03));
    const double scale = scene.minimapScale() * devicePixelRatio;
    std::vector<double> fill(static_cast<std::size_t>(size.height()), 0);
    std::vector<double> shade(static_cast<std::size_t>(size.height()), 0);
    for (int line = 0; line < scene.text.nLines(); ++line) {
        double strongest = 0;
        for (int token = std::max(1, scene.text.lineStart(line)); token < scene.text.lineStart(line + 1); ++token)
            strongest = std::max(strongest, scene.attention.shade(token));
        // At least one row, and a blank row between lines where there is room.
        const int from = static_cast<int>(line * scale);
        const int to = std::max(from + 1, static_cast<int>((line + 1) * scale) - (scale >= 3 ? 1 : 0));
        for (int row = from; row < std::min(to, size.height()); ++row)
            fill[static_cast<std::size_t>(row)] = std::max(fill[static_cast<std::size_t>(row)], scene.text.lineFill(line));
        // What gets much attention is three rows high, or one line of many would be lost.
        const int around = strongest > 0.3 ? 1 : 0;
        for (int row = std::max(0, from - around); row < std::min(to + around, size.height()); ++row)
            shade[static_cast<std::size_t>(row)] = std::max(shade[static_cast<std::size_t>(row)], strongest);
    }
    QPainter painter(&image);
    painter.setPen(Qt::NoPen);
    const double width = scene.minimapArea.width();
    const QColor textColor = blend(scene.look.background, scene.look.text, 0.18);
    for (int row = 0; row < size.height(); ++row) {
        const auto i = static_cast<std::size_t>(row);
        const QRectF band(width * 0.12, row / devicePixelRatio, width * 0.8 * std::max(fill[i], shade[i]), 1 / devicePixelRatio);
        painter.fillRect(band, blend(textColor, scene.shadeColor(), std::min(1.0, 1.1 * shade[i])));
    }
    for (const TextSearch::Hit &hit : scene.search.hits()) {
        const double y = scene.minimapY(scene.search.tokenOf(hit.begin)) - scene.minimapArea.top();
        painter.fillRect(QRectF(width * 0.82, y - 1, width * 0.18, 2), currentHitColor);
    }
    return image;
}

void ContextPainter::paintMinimapFrame(const QImage &minimap)
{
    const PlotLook &look = m_scene.look;
    const QRectF area = m_scene.minimapArea;
    m_painter.drawImage(area.topLeft(), minimap);
    const TokenSpan needle = m_scene.prompt->statement;
    if (!needle.empty() && needle.end <= m_scene.nPrompt()) {
        const double top = m_scene.minimapY(needle.begin);
        const double height = std::max(3.0, m_scene.minimapY(needle.end - 1) - top + m_scene.minimapScale());
        m_painter.fillRect(QRectF(area.left(), top - m_scene.minimapScale() / 2, area.width() * 0.09, height), look.good);
    }
    const double perPixel = m_scene.minimapScale() / m_scene.text.lineHeight();
    const double top = area.top() + m_scene.scrollY * perPixel;
    const double height = std::max(4.0, std::min(m_scene.textArea.height(), m_scene.text.height()) * perPixel);
    QColor veil = look.text;
    veil.setAlphaF(0.08F);
    m_painter.setBrush(veil);
    m_painter.setPen(QPen(look.muted, 1));
    m_painter.drawRect(QRectF(area.left(), top, area.width(), std::min(height, area.bottom() - top)).adjusted(0.5, 0.5, -0.5, -0.5));
}

void ContextPainter::paintStrip()
{
    const PlotLook &look = m_scene.look;
    m_painter.save();
    m_painter.fillRect(m_scene.stripArea, blend(look.background, look.text, 0.04));
    m_painter.setPen(QPen(blend(look.background, look.text, 0.2), 1));
    m_painter.drawLine(m_scene.stripArea.topLeft(), m_scene.stripArea.topRight());
    m_painter.setClipRect(
        QRectF(m_scene.stripArea.left(), m_scene.captionArea().bottom(), m_scene.stripArea.width(), m_scene.stripArea.height()));
    for (int step = 0; step < m_scene.strip.nTokens(); ++step) {
        const QRectF rect = m_scene.tokenRect(m_scene.nPrompt() + step).adjusted(1, 1.5, -1, -1.5);
        const bool current = step == m_scene.step;
        const QColor fill = current ? look.accent : blend(look.background, look.text, 0.1);
        m_painter.setPen(m_scene.hovered == m_scene.nPrompt() + step ? QPen(look.muted, 1) : QPen(Qt::NoPen));
        m_painter.setBrush(fill);
        m_painter.drawRoundedRect(rect, 4, 4);
        m_painter.setPen(current ? inkOn(fill) : look.text);
        m_painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, m_scene.strip.shownText(step));
    }
    m_painter.restore();
}

void ContextPainter::paintCaption()
{
    const PlotLook &look = m_scene.look;
    QRectF area = m_scene.captionArea();
    const QFontMetricsF metrics(look.font);
    const auto write = [&](const QString &text, const QColor &color) {
        m_painter.setPen(color);
        m_painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
        area.setLeft(area.left() + metrics.horizontalAdvance(text) + metrics.height());
    };
    QString caption = QCoreApplication::translate("ContextView", "Answer");
    if (m_scene.step >= 0 && m_scene.step < m_scene.strip.nTokens())
        caption = QCoreApplication::translate("ContextView", "Answer, token %1 of %2").arg(m_scene.step + 1).arg(m_scene.strip.nTokens());
    write(caption, look.muted);
    for (const HeadId head : m_scene.flowHeads()) {
        const QString name = QString::fromStdString(toString(head));
        const double side = metrics.height(); // two dashes
        if (1.3 * side + metrics.horizontalAdvance(name) + 2 * metrics.height() > area.width())
            return write(QStringLiteral("…"), look.text);
        const double middle = std::round(area.center().y());
        m_painter.setPen(m_scene.penOf(head, 2));
        m_painter.drawLine(QPointF(area.left(), middle), QPointF(area.left() + side, middle));
        area.setLeft(area.left() + 1.3 * side);
        write(name, look.text);
    }
}

/// What is named first goes first where there is no room.
void ContextPainter::paintLegend()
{
    if (m_scene.attention.empty())
        return;
    const PlotLook &look = m_scene.look;
    const QFontMetricsF metrics(look.font);
    const auto &heads = m_scene.attentionHeads;
    const QString title = heads.size() == 1
        ? QCoreApplication::translate("ContextView", "Attention of %1 on a token:").arg(QString::fromStdString(toString(heads.front())))
        : QCoreApplication::translate("ContextView", "Mean attention of %1 heads on a token:").arg(heads.size());
    const QString shortTitle = QCoreApplication::translate("ContextView", "Attention:");
    const QString least = QCoreApplication::translate("ContextView", "up to %1").arg(percent(m_scene.attention.weightAt(0)));
    const QString most = percent(m_scene.attention.weightAt(1));
    const QString sink = QCoreApplication::translate("ContextView", "first token (sink) %1").arg(percent(m_scene.attention.weight(0)));
    const double gap = metrics.height() * 0.4;
    const double bar = metrics.height() * 6;
    const double side = metrics.height() * 0.8;
    QRectF area = m_scene.legendArea();
    const auto write = [&](const QString &text, const QColor &color) {
        m_painter.setPen(color);
        m_painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        area.setLeft(area.left() + metrics.horizontalAdvance(text) + gap);
    };
    const auto widthOf = [&metrics, gap](const QString &text) { return metrics.horizontalAdvance(text) + gap; };
    const double withoutTitle = widthOf(least) + bar + gap + widthOf(most) + side + gap + widthOf(sink);
    if (widthOf(title) + withoutTitle <= area.width())
        write(title, look.muted);
    else if (widthOf(shortTitle) + withoutTitle <= area.width())
        write(shortTitle, look.muted);
    write(least, look.text);
    constexpr int nSteps = 24; // so wide that the strongest is seen beside the frame
    for (int i = 0; i < nSteps; ++i) {
        const QRectF strip(area.left() + i * bar / nSteps, area.center().y() - side / 2, bar - i * bar / nSteps, side);
        m_painter.fillRect(strip, blend(look.background, m_scene.shadeColor(), strongestTint * i / (nSteps - 1)));
    }
    m_painter.setPen(QPen(look.muted, 1));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(QRectF(area.left(), area.center().y() - side / 2, bar, side));
    area.setLeft(area.left() + bar + gap);
    write(most, look.text);
    if (side + widthOf(sink) > area.width())
        return;
    const QRectF square(area.left(), area.center().y() - side / 2, side, side);
    m_painter.fillRect(square, QBrush(blend(look.background, m_scene.shadeColor(), 0.6), Qt::BDiagPattern));
    area.setLeft(square.right() + gap);
    write(sink, look.muted);
}

void ContextPainter::paintFlows()
{
    const auto heads = m_scene.flowHeads();
    // The strongest come last, on top.
    std::vector<Flow> flows = m_scene.flows;
    std::sort(flows.begin(), flows.end(), [](const Flow &a, const Flow &b) { return a.weight < b.weight; });
    for (const Flow &flow : flows) {
        const auto index = std::find(heads.begin(), heads.end(), flow.head) - heads.begin();
        paintFlow(flow, static_cast<int>(index));
    }
}

QPointF ContextPainter::flowEnd(const Flow &flow) const
{
    const QRectF seen = m_scene.visibleRect(flow.key);
    if (seen.isEmpty())
        return {m_scene.minimapArea.left(), m_scene.minimapY(flow.key)};
    return {seen.center().x(), m_scene.isAnswer(flow.key) ? seen.top() + 1 : seen.bottom() - 2};
}

QPainterPath ContextPainter::flowPath(const Flow &flow, int headIndex) const
{
    const QRectF from = m_scene.tokenRect(m_scene.nPrompt() + m_scene.step);
    // Heads that look at the same token must not hide each other's arcs.
    const int rank = (headIndex + 1) / 2;
    const double aside = 4.0 * (headIndex % 2 == 0 ? rank : -rank);
    const QPointF start(from.center().x() + aside, from.top() + 1);
    const QPointF end = flowEnd(flow);
    const bool onMinimap = m_scene.visibleRect(flow.key).isEmpty();
    const QPointF target = onMinimap ? end : end + QPointF(aside, 0);
    const double bend = m_scene.isAnswer(flow.key) ? 24 : std::max(24.0, std::abs(start.y() - end.y()) * (0.5 + 0.08 * headIndex));
    const QPointF arrival = onMinimap ? QPointF(-bend, 0) : QPointF(0, m_scene.isAnswer(flow.key) ? -bend : bend);
    QPainterPath path(start);
    path.cubicTo(start - QPointF(0, bend), target + arrival, target);
    return path;
}

void ContextPainter::paintFlow(const Flow &flow, int headIndex)
{
    if (!m_scene.isAnswer(m_scene.nPrompt() + m_scene.step))
        return;
    const QColor color = m_scene.colorOf(flow.head);
    const double strength = std::sqrt(std::clamp(flow.weight, 0.0F, 1.0F));
    QColor ink = color;
    ink.setAlphaF(static_cast<float>(0.35 + 0.6 * strength));
    // The sink gets much and says little: a thin broken line.
    QPen pen = flow.key == 0 ? QPen(ink, 1.2, Qt::DashLine, Qt::RoundCap) : m_scene.penOf(flow.head, 1 + 3.5 * strength);
    pen.setColor(ink);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(pen);
    m_painter.drawPath(flowPath(flow, headIndex));
    const QRectF seen = m_scene.visibleRect(flow.key);
    if (seen.isEmpty()) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color);
        m_painter.drawEllipse(flowEnd(flow), 3.5, 3.5);
    } else if (!m_scene.isAnswer(flow.key)) {
        m_painter.setPen(m_scene.penOf(flow.head, 1.6));
        m_painter.drawRoundedRect(seen.adjusted(-1, 0, 1, 0), 3, 3);
    }
}

} // namespace needlescope
