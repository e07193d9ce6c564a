// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures/figure.h"

#include <QByteArray>

namespace needlescope {

/// RFC 4180, with title and provenance as `# ` lines before the header.
QByteArray toCsv(const Figure &figure);

/// {"title", "provenance": [...], "columns": [...], "rows": [[...]]}
QByteArray toJson(const Figure &figure);

} // namespace needlescope
