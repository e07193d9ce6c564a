// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/headcolors.h"

#include "api/headid.h"
#include "api/prompt.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

namespace needlescope {

/// What one head looks at from the current generated token.
struct Flow
{
    int key = 0; ///< position; from the prompt's length on it is a generated token
    float weight = 0; ///< of the attention, 0 to 1
    HeadId head;
};

/// The whole prompt as wrapped text, each token shaded by the attention it gets, the needle marked, a minimap of everything at the right
/// edge, the answer as a strip of tokens at the bottom, and arcs from the current answer token to what the selected heads look at.
/// Laid out once a prompt and width; paints only what is visible.
class ContextView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit ContextView(QWidget *parent = nullptr);
    ~ContextView() override;

    /// Null: empty. Drops attention, flows and answer. Scrolls to the needle.
    void setPrompt(std::shared_ptr<const Prompt> prompt);
    /// One weight a key; keys from the prompt's length on are generated tokens. Empty: no shading. @p heads are those whose mean it is.
    void setAttention(std::vector<float> perKey, std::vector<HeadId> heads = {});
    /// Of the arcs, and of the shading where it is of one head; that of several is grey.
    void setHeadColors(const HeadColors &colors);
    /// The answer so far and the step that is looked at (-1: none).
    void setGeneratedTokens(std::vector<QString> tokens, int step);
    void setFlows(std::vector<Flow> flows);
    /// What stands there while there is no prompt.
    void setMessage(const QString &message);
    QString message() const;
    void scrollToNeedle();
    void scrollToPosition(int position);
    /// The width from which on its lines grow no longer.
    int widestUse() const;

    /// Of the prompt; empty: nothing is selected. Dragging selects, a double click a word, Shift and a click up to there.
    QString selectedText() const;
    void selectAll();
    void copy() const;
    /// Marks all hits and goes to the first one from what is in sight on. Empty: no more marks. Holds until the next prompt.
    void search(const QString &words);
    /// @p by hits on, or back; around the end. The hit is selected.
    void goToHit(int by);
    int nHits() const;
    /// From 0; -1: none.
    int hit() const;

    std::shared_ptr<const Prompt> prompt() const;
    /// Of a prompt token or an answer token (positions from the prompt's length on), in viewport coordinates; empty where it is not
    /// visible.
    QRect tokenRect(int position) const;
    /// What the tooltip says.
    QString describe(int position) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void tokenClicked(int position);
    void stepClicked(int step);
    void textSelected(bool any);
    /// The prompt's text is there; a long one comes a moment after setPrompt().
    void textSet();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace needlescope
