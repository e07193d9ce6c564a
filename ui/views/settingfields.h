// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measures/studies/kind.h"

#include <QString>

#include <functional>

class QWidget;

namespace needlescope {

/// A field of the studies' form for one setting.
struct SettingField
{
    QWidget *widget = nullptr; ///< its object name is the command line's option without dashes
    std::function<void(StudyRequest &)> apply{}; ///< throws EngineError: what was typed is not to be understood
    std::function<void(const StudyRequest &)> show{}; ///< unless the user has changed it
};

/// For the settings that are values of StudyRequest; for those that are files or texts the widget is null. @p edited is called when the
/// user changes something.
SettingField makeSettingField(Setting setting, const std::function<void()> &edited, QWidget *parent);

/// `--lengths` -> `lengths`
QString fieldName(Setting setting);

} // namespace needlescope
