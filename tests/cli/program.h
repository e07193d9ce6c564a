// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <QByteArray>
#include <QProcessEnvironment>
#include <QStringList>

namespace needlescope {

/// What needlescope-cli said.
struct Result
{
    int code = -1; ///< -1: it crashed
    QByteArray out;
    QByteArray err;

    nlohmann::json parsed() const { return nlohmann::json::parse(out.begin(), out.end()); }
};

/// Runs the real program to its end.
Result run(const QStringList &arguments, const QByteArray &input = {},
    const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// The same of another program.
Result runProgram(const QString &program, const QStringList &arguments, const QByteArray &input = {},
    const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// A directory at @p path that shows the files of the shipped demo model, through links, but for those that are written into it later.
void linkDemo(const QString &path);

} // namespace needlescope
