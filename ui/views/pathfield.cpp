// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pathfield.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace needlescope {

PathField::PathField(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_path(new QLineEdit(this))
    , m_browse(new QToolButton(this))
{
    m_path->setObjectName(name);
    m_browse->setText(QStringLiteral("…"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_browse);
    setFocusProxy(m_path);
    connect(m_path, &QLineEdit::textChanged, this, &PathField::edited);
    connect(m_browse, &QToolButton::clicked, this, [this] {
        const QString chosen = m_saving
            ? QFileDialog::getSaveFileName(this, m_browse->toolTip(), path(), m_filter, nullptr, QFileDialog::DontConfirmOverwrite)
            : QFileDialog::getOpenFileName(this, m_browse->toolTip(), path(), m_filter);
        if (!chosen.isEmpty())
            m_path->setText(chosen);
    });
}

void PathField::setDialog(const QString &title, const QString &filter)
{
    m_browse->setToolTip(title);
    for (QWidget *part : std::initializer_list<QWidget *>{m_path, m_browse})
        part->setAccessibleName(title);
    m_filter = filter;
}

QString PathField::path() const
{
    return m_path->text().trimmed();
}

void PathField::setBrowsable(bool browsable)
{
    m_browse->setVisible(browsable);
}

void PathField::setPlaceholder(const QString &text)
{
    m_path->setPlaceholderText(text);
}

} // namespace needlescope
