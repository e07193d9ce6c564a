// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/spokenvalue.h"

#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace needlescope {

namespace {

constexpr auto key = "spokenValue";

class SpokenWidget : public QAccessibleWidget
{
public:
    explicit SpokenWidget(QWidget *widget)
        : QAccessibleWidget(widget, QAccessible::Chart)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? widget()->property(key).toString() : QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface *spoken(const QString &, QObject *object)
{
    return object->isWidgetType() && object->property(key).isValid() ? new SpokenWidget(static_cast<QWidget *>(object)) : nullptr;
}

} // namespace

void setSpokenValue(QWidget *widget, const QString &value)
{
    static const bool installed = (QAccessible::installFactory(spoken), true);
    if (!installed || widget->property(key) == QVariant(value))
        return;
    widget->setProperty(key, value);
    QAccessibleValueChangeEvent changed(widget, value);
    QAccessible::updateAccessibility(&changed);
}

} // namespace needlescope
