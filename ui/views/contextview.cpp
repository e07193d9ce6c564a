// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/contextview.h"

#include "language/language.h"
#include "language/telling.h"
#include "views/contextpainter.h"
#include "views/contextscene.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>
#include <utility>

namespace needlescope {

struct ContextView::Private
{
    explicit Private(ContextView *owner)
        : view(owner)
    {
    }

    ContextView *view;
    ContextScene scene;
    TextSetter setter;
    std::optional<int> goal; ///< position to scroll to when the text is set
    QImage minimap; ///< null: to be painted anew
    bool draggingMinimap = false;
    std::optional<int> anchor; ///< the token that a selection begins at
    QPoint pressedAt;
    bool pressed = false; ///< on the text
    bool selecting = false; ///< since it was pressed

    void layOut();
    void takeText();
    void fitScrollBar();
    void changed();
    void select(TokenSpan tokens);
    /// All from the anchor to the token nearest to a point.
    void selectTo(QPointF point);
    void showTooltip(int position, QPoint globalPosition) const;
};

void ContextView::Private::layOut()
{
    scene.look = lookOf(view->palette(), view->font());
    scene.highlight = view->palette().color(QPalette::Highlight);
    scene.layOutStrip(view->viewport()->size());
    setter.set(scene.prompt, scene.textWidth(view->viewport()->size()), scene.look.font);
}

void ContextView::Private::takeText()
{
    const bool isAnother = scene.setText(setter.take());
    fitScrollBar();
    changed();
    if (goal)
        view->scrollToPosition(*std::exchange(goal, std::nullopt));
    if (isAnother)
        emit view->textSet();
}

void ContextView::Private::fitScrollBar()
{
    QScrollBar *bar = view->verticalScrollBar();
    const double hidden = scene.text.height() + scene.margin() - scene.textArea.height();
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(hidden))));
    bar->setPageStep(static_cast<int>(scene.textArea.height()));
    bar->setSingleStep(static_cast<int>(scene.text.lineHeight()));
    scene.scrollY = bar->value();
}

void ContextView::Private::changed()
{
    minimap = {};
    view->viewport()->update();
}

void ContextView::Private::select(TokenSpan tokens)
{
    if (scene.selected == tokens)
        return;
    scene.selected = tokens;
    view->viewport()->update();
    emit view->textSelected(!tokens.empty());
}

void ContextView::Private::selectTo(QPointF point)
{
    const auto to = scene.nearestPosition(point);
    if (!to)
        return;
    const int from = anchor.value_or(*to);
    select({std::min(from, *to), std::max(from, *to) + 1});
}

void ContextView::Private::showTooltip(int position, QPoint globalPosition) const
{
    QToolTip::showText(globalPosition, view->describe(position), view->viewport(), scene.tokenRect(position).toAlignedRect());
}

ContextView::ContextView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , d(std::make_unique<Private>(this))
{
    setObjectName(QStringLiteral("contextView"));
    inEveryLanguage(this, [this] {
        setAccessibleName(tr("Context"));
        setAccessibleDescription(tr("The whole prompt, shaded by the attention of the selected heads; N goes to the needle."));
    });
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the minimap is the scroll bar
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    d->scene.message = told([] { return tr("No prompt yet."); });
    d->scene.look = lookOf(palette(), font());
    connect(&d->setter, &TextSetter::ready, this, [this] { d->takeText(); });
}

ContextView::~ContextView() = default;

void ContextView::setPrompt(std::shared_ptr<const Prompt> prompt)
{
    d->select({});
    d->anchor.reset();
    d->scene.setPrompt(std::move(prompt));
    d->fitScrollBar();
    d->changed();
    verticalScrollBar()->setValue(0);
    d->goal.reset();
    scrollToNeedle();
    d->layOut();
}

void ContextView::setAttention(std::vector<float> perKey, std::vector<HeadId> heads)
{
    d->scene.attention = AttentionScale(std::move(perKey));
    d->scene.attentionHeads = std::move(heads);
    d->changed();
}

void ContextView::setHeadColors(const HeadColors &colors)
{
    d->scene.colors = colors;
    d->changed();
}

void ContextView::setGeneratedTokens(std::vector<QString> tokens, int step)
{
    // A chip is one line, and a line feed must be seen.
    for (QString &token : tokens)
        token.replace(QLatin1Char('\n'), QStringLiteral("⏎"));
    d->scene.strip.setTokens(std::move(tokens));
    d->scene.step = step;
    const QRectF before = d->scene.textArea;
    d->scene.layOutStrip(viewport()->size());
    if (d->scene.textArea != before) {
        d->fitScrollBar();
        d->minimap = {};
    }
    viewport()->update();
}

void ContextView::setFlows(std::vector<Flow> flows)
{
    d->scene.flows = std::move(flows);
    viewport()->update();
}

void ContextView::setMessage(const QString &message)
{
    d->scene.message = message;
    viewport()->update();
}

QString ContextView::message() const
{
    return d->scene.message;
}

int ContextView::widestUse() const
{
    return static_cast<int>(d->scene.widestUse());
}

void ContextView::scrollToNeedle()
{
    if (d->scene.prompt && !d->scene.prompt->statement.empty())
        scrollToPosition(d->scene.prompt->statement.begin);
}

void ContextView::scrollToPosition(int position)
{
    if (position < 0 || position >= d->scene.nPrompt())
        return;
    if (!d->scene.isSet()) {
        d->goal = position;
        return;
    }
    const double middle = d->scene.text.rect(position).center().y() - d->scene.textArea.height() / 2;
    verticalScrollBar()->setValue(static_cast<int>(middle));
}

QString ContextView::selectedText() const
{
    return d->scene.selectedText();
}

void ContextView::selectAll()
{
    d->select({0, d->scene.nPrompt()});
}

void ContextView::copy() const
{
    if (!d->scene.selected.empty())
        QGuiApplication::clipboard()->setText(selectedText());
}

void ContextView::search(const QString &words)
{
    ContextScene &scene = d->scene;
    scene.search.find(words);
    scene.hit = -1;
    d->changed();
    if (words.isEmpty())
        return; // what was found last stays selected
    if (nHits() == 0)
        return d->select({});
    const int inSight = scene.text.lineStart(scene.visibleLines().first);
    const auto first = scene.search.firstBehind(scene.search.begin(inSight));
    scene.hit = static_cast<int>(first % static_cast<std::size_t>(nHits())) - 1;
    goToHit(1);
}

void ContextView::goToHit(int by)
{
    ContextScene &scene = d->scene;
    if (nHits() == 0)
        return;
    scene.hit = (scene.hit + by + nHits()) % nHits();
    const TextSearch::Hit found = scene.search.hits()[static_cast<std::size_t>(scene.hit)];
    const int first = scene.search.tokenOf(found.begin);
    d->select({first, scene.search.tokenOf(found.end - 1) + 1});
    if (scene.visibleRect(first).isEmpty())
        scrollToPosition(first);
    viewport()->update();
}

int ContextView::nHits() const
{
    return static_cast<int>(d->scene.search.hits().size());
}

int ContextView::hit() const
{
    return d->scene.hit;
}

std::shared_ptr<const Prompt> ContextView::prompt() const
{
    return d->scene.prompt;
}

QRect ContextView::tokenRect(int position) const
{
    return d->scene.visibleRect(position).toAlignedRect();
}

QString ContextView::describe(int position) const
{
    const ContextScene &scene = d->scene;
    const bool inPrompt = position >= 0 && position < scene.nPrompt();
    if (!inPrompt && !scene.isAnswer(position))
        return {};
    QString token = scene.textOf(position);
    token.replace(QLatin1Char('\n'), QStringLiteral("⏎")).replace(QLatin1Char(' '), QStringLiteral("·"));
    QStringList lines{tr("“%1”, position %2").arg(token).arg(position)};
    if (position < scene.attention.nKeys()) {
        const double share = 100.0 * scene.attention.weight(position);
        lines << tr("Attention %1 %").arg(locale().toString(share, 'f', share < 0.1 ? 4 : 2));
    }
    if (position == 0)
        lines << tr("Attention sink");
    if (inPrompt && scene.prompt->needle.contains(position))
        lines << tr("In the needle's answer span");
    else if (inPrompt && scene.prompt->statement.contains(position))
        lines << tr("In the needle");
    return lines.join(QLatin1Char('\n'));
}

QSize ContextView::sizeHint() const
{
    const int em = fontMetrics().height();
    return {40 * em, 26 * em};
}

QSize ContextView::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    return {16 * em, 12 * em};
}

void ContextView::paintEvent(QPaintEvent *)
{
    if (d->minimap.isNull() && d->scene.prompt)
        d->minimap = ContextPainter::paintMinimap(d->scene, devicePixelRatioF());
    QPainter painter(viewport());
    ContextPainter(painter, d->scene).paint(d->minimap);
}

void ContextView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    // The same place stays in view while the lines change.
    const auto middle = d->scene.positionAt({d->scene.textArea.left() + 1, d->scene.textArea.center().y()});
    if (!d->goal)
        d->goal = middle;
    d->layOut();
}

void ContextView::scrollContentsBy(int, int)
{
    d->scene.scrollY = verticalScrollBar()->value();
    viewport()->update();
}

void ContextView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    d->draggingMinimap = d->scene.minimapArea.contains(event->position());
    if (d->draggingMinimap) {
        verticalScrollBar()->setValue(d->scene.scrollForMinimap(event->position().y()));
        return;
    }
    const auto position = d->scene.positionAt(event->position());
    if (position && d->scene.isAnswer(*position)) {
        emit stepClicked(*position - d->scene.nPrompt());
        return;
    }
    if (!d->scene.textArea.contains(event->position()))
        return;
    d->pressed = true;
    d->pressedAt = event->pos();
    d->selecting = event->modifiers().testFlag(Qt::ShiftModifier) && d->anchor.has_value();
    if (d->selecting)
        return d->selectTo(event->position());
    d->anchor = d->scene.nearestPosition(event->position());
    d->select({});
}

void ContextView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(d->pressed, false) || std::exchange(d->selecting, false))
        return;
    if (const auto position = d->scene.positionAt(event->position()); position && !d->scene.isAnswer(*position))
        emit tokenClicked(*position);
}

void ContextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto position = d->scene.positionAt(event->position());
    if (event->button() != Qt::LeftButton || !position || d->scene.isAnswer(*position))
        return mousePressEvent(event);
    const auto [first, last] = d->scene.text.wordAt(*position);
    d->anchor = first;
    d->select({first, last + 1});
}

void ContextView::mouseMoveEvent(QMouseEvent *event)
{
    if (d->draggingMinimap && event->buttons().testFlag(Qt::LeftButton)) {
        verticalScrollBar()->setValue(d->scene.scrollForMinimap(event->position().y()));
        return;
    }
    d->draggingMinimap = false;
    if (d->pressed && event->buttons().testFlag(Qt::LeftButton)) {
        d->selecting = d->selecting || (event->pos() - d->pressedAt).manhattanLength() >= QApplication::startDragDistance();
        if (!d->selecting)
            return;
        const double y = event->position().y();
        if (const QRectF &area = d->scene.textArea; y < area.top() || y > area.bottom())
            verticalScrollBar()->triggerAction(
                y < area.top() ? QAbstractSlider::SliderSingleStepSub : QAbstractSlider::SliderSingleStepAdd);
        return d->selectTo(event->position());
    }
    const auto position = d->scene.positionAt(event->position());
    if (position != d->scene.hovered) {
        d->scene.hovered = position;
        viewport()->update();
    }
    if (position)
        d->showTooltip(*position, event->globalPosition().toPoint());
    else
        QToolTip::hideText();
}

void ContextView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_N && event->modifiers() == Qt::NoModifier)
        scrollToNeedle();
    else if (event->key() == Qt::Key_Home)
        verticalScrollBar()->setValue(0);
    else if (event->key() == Qt::Key_End)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else if (event->key() == Qt::Key_Escape && !d->scene.selected.empty())
        d->select({});
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void ContextView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        d->layOut();
}

bool ContextView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && d->scene.hovered) {
        d->scene.hovered.reset();
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const auto position = d->scene.positionAt(help->pos()))
            d->showTooltip(*position, help->globalPos());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace needlescope
