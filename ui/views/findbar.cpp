// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/findbar.h"

#include "language/language.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace needlescope {

FindBar::FindBar(QAction *next, QAction *previous, QWidget *parent)
    : QWidget(parent)
    , m_next(next)
    , m_previous(previous)
    , m_words(new QLineEdit(this))
    , m_result(new QLabel(this))
{
    setObjectName(QStringLiteral("findBar"));
    m_words->setObjectName(QStringLiteral("findWords"));
    m_words->setClearButtonEnabled(true);
    m_result->setObjectName(QStringLiteral("findResult"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 2);
    layout->addWidget(m_words, 1);
    layout->addWidget(m_result);
    const auto addButton = [this, layout](const char *name, const QString &text) {
        auto *button = new QToolButton(this);
        button->setObjectName(QLatin1String(name));
        button->setText(text);
        button->setAutoRaise(true);
        layout->addWidget(button);
        return button;
    };
    auto *back = addButton("findPrevious", QStringLiteral("↑"));
    auto *on = addButton("findNext", QStringLiteral("↓"));
    auto *away = addButton("findClose", QStringLiteral("×"));
    inEveryLanguage(this, [this, back, on, away] {
        m_words->setPlaceholderText(tr("Find in the text"));
        m_words->setAccessibleName(tr("Find in the text"));
        back->setToolTip(m_previous->toolTip());
        back->setAccessibleName(tr("Previous hit"));
        on->setToolTip(m_next->toolTip());
        on->setAccessibleName(tr("Next hit"));
        away->setToolTip(tr("Close (Esc)"));
        away->setAccessibleName(tr("Close"));
        setResult(m_current, m_nHits);
    });
    connect(m_words, &QLineEdit::textChanged, this, &FindBar::wordsChanged);
    connect(back, &QToolButton::clicked, m_previous, &QAction::trigger);
    connect(on, &QToolButton::clicked, m_next, &QAction::trigger);
    connect(away, &QToolButton::clicked, this, &FindBar::close);
    hide();
}

void FindBar::open()
{
    const bool wasHidden = isHidden();
    show();
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
    if (wasHidden)
        again();
}

void FindBar::again()
{
    if (!isHidden())
        emit wordsChanged(m_words->text());
}

void FindBar::close()
{
    hide();
    emit wordsChanged({});
    emit closed();
}

void FindBar::setResult(int current, int n)
{
    m_current = current;
    m_nHits = n;
    m_result->setText(m_words->text().isEmpty() ? QString() : n == 0 ? tr("not found") : tr("%1 of %2").arg(current + 1).arg(n));
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        close();
    else if (enter)
        (event->modifiers() & Qt::ShiftModifier ? m_previous : m_next)->trigger();
    else
        QWidget::keyPressEvent(event);
}

} // namespace needlescope
