// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/plotlook.h"

#include "api/outcome.h"
#include "api/prompt.h"

#include <QWidget>

#include <optional>
#include <vector>

class QAction;
class QBoxLayout;
class QLabel;
class QToolButton;

namespace needlescope {

class Banner;

/// The steps in which an audience is shown what a retrieval head does.
enum class PresentationStep {
    Ask, ///< question and needle, and the answer of the model as it is
    Mask, ///< the map with the masked heads
    Read, ///< both answers
};

/// @p n steps on from @p step, as far as there are some.
PresentationStep stepAfter(PresentationStep step, int n);

/// For an audience: question, map and answers in large type, and a line that is read from the last row. It grows with the window. Map and
/// answers are the window's own, lent to it.
class PresentationView : public QWidget
{
    Q_OBJECT
public:
    /// @p steps choose the three steps, in their order.
    explicit PresentationView(const std::vector<QAction *> &steps, QWidget *parent = nullptr);

    /// Shows the window's own views, until another layout takes them back.
    void borrow(QWidget *map, QWidget *answers);
    void setStep(PresentationStep step);
    PresentationStep step() const { return m_step; }
    void setNeedle(const Needle &needle);
    /// What is masked, in words.
    void setMask(const QString &text);
    /// Nothing: there is none yet, or nobody can judge it.
    void setOutcomes(std::optional<Outcome> baseline, std::optional<Outcome> masked);

signals:
    /// By the arrow keys and the like; the view waits for setStep().
    void stepChosen(needlescope::PresentationStep step);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showBanner();
    void applyLook();

    PresentationStep m_step = PresentationStep::Ask;
    QString m_mask;
    std::optional<Outcome> m_baseline;
    std::optional<Outcome> m_masked;
    QBoxLayout *m_lent;
    QWidget *m_map = nullptr;
    std::vector<QToolButton *> m_steps;
    QLabel *m_question;
    QLabel *m_needle;
    Banner *m_banner;
};

} // namespace needlescope
