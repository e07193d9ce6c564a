// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace needlescope {

/// The texts of the first items, whose choice and data stay; items that are not there yet are added.
inline void setItemTexts(QComboBox *combo, const QStringList &texts)
{
    for (int i = 0; i < texts.size(); ++i) {
        if (i < combo->count())
            combo->setItemText(i, texts[i]);
        else
            combo->addItem(texts[i]);
    }
}

} // namespace needlescope
