// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

#include <vector>

namespace needlescope {

/// One line, as large as there is room.
class Banner : public QWidget
{
    Q_OBJECT
public:
    struct Part
    {
        QString text;
        QColor color;
    };

    using QWidget::QWidget;

    void setParts(std::vector<Part> parts);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Part> m_parts;
};

} // namespace needlescope
