// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/messagebar.h"

#include "figures/plotlook.h"
#include "figures/scorecolors.h"
#include "language/language.h"
#include "language/telling.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace needlescope {

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("messageAction"));
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setAutoRaise(true);
    m_close->setText(QStringLiteral("✕"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        clear();
        emit dismissed();
    });
    inEveryLanguage(this, [this] {
        m_close->setToolTip(tr("Dismiss"));
        m_close->setAccessibleName(tr("Dismiss the message"));
        m_text->setText(toldAgain(m_text->text()));
        m_action->setText(toldAgain(m_action->text()));
        applyKind();
    });
    hide();
}

void MessageBar::showMessage(Kind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    applyKind();
    show();
}

void MessageBar::clear()
{
    m_text->clear();
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

bool MessageBar::offersAction() const
{
    return !m_action->isHidden();
}

void MessageBar::applyKind()
{
    const std::array<std::pair<QString, QStyle::StandardPixmap>, 3> kinds{{
        {tr("Information"), QStyle::SP_MessageBoxInformation},
        {tr("Warning"), QStyle::SP_MessageBoxWarning},
        {tr("Error"), QStyle::SP_MessageBoxCritical},
    }};
    const auto &[name, icon] = kinds[static_cast<std::size_t>(m_kind)];
    const int side = qRound(fontMetrics().height() * 1.2);
    m_icon->setPixmap(style()->standardIcon(icon, nullptr, this).pixmap(side, side));
    m_icon->setAccessibleName(name);
    setAccessibleName(name + QStringLiteral(": ") + m_text->text());
    update();
}

void MessageBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        applyKind();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const PlotLook look = lookOf(palette(), font());
    const QColor color = m_kind == Kind::Info ? look.accent : m_kind == Kind::Warning ? QColor(200, 150, 0) : look.bad;
    QPainter painter(this);
    painter.fillRect(rect(), blend(palette().color(QPalette::Window), color, 0.14));
    painter.fillRect(QRect(0, 0, 4, height()), color);
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_close->click();
    else
        QFrame::keyPressEvent(event);
}

} // namespace needlescope
