// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

namespace needlescope {

/// Has headers and cells of @p table asked for anew, because they may be in another language.
inline void sayAgain(QAbstractItemModel *table)
{
    const int nColumns = table->columnCount();
    emit table->headerDataChanged(Qt::Horizontal, 0, nColumns - 1);
    if (table->rowCount() > 0)
        emit table->dataChanged(table->index(0, 0), table->index(table->rowCount() - 1, nColumns - 1));
}

} // namespace needlescope
