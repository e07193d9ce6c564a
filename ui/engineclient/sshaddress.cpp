// SPDX-License-Identifier: GPL-3.0-or-later
#include "engineclient/sshaddress.h"

#include "api/engineerror.h"

#include <QRegularExpression>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

namespace needlescope {

namespace {

const QString scheme = QStringLiteral("ssh://");
const QString programKey = QStringLiteral("engine");
constexpr int lastPort = 65535;

/// QUrl would write host names of ~/.ssh/config in small letters and refuse underscores.
const QRegularExpression &form()
{
    static const QRegularExpression form(QStringLiteral("^(?:(?<user>[^/?]*)@)?(?<host>\\[[^\\]/?]*\\]|[^:/?]*)(?::(?<port>[^/?]*))?"
                                                        "(?:/(?<model>[^?]*))?(?:\\?(?<query>.*))?$"));
    return form;
}

/// A leading dash would be an option of ssh, and its configuration may hand names on to a shell.
bool isSafe(const QString &text, const char *others)
{
    const QLatin1String allowed(others);
    return !text.startsWith(QLatin1Char('-')) && std::all_of(text.begin(), text.end(), [&allowed](QChar c) {
        return (c.unicode() < 0x80 && c.isLetterOrNumber()) || allowed.contains(c);
    });
}

} // namespace

SshAddress SshAddress::parse(const QString &text)
{
    const std::string shown = text.toStdString();
    const auto parts = form().match(text.startsWith(scheme) ? text.mid(scheme.size()) : text);
    if (!parts.hasMatch())
        throw EngineError("'{}' is no address of a machine; write it as ssh://user@host:port.", shown);
    const auto part = [&parts](const char *name) { return parts.captured(QLatin1String(name)); };
    SshAddress address{part("host"), QUrl::fromPercentEncoding(part("user").toUtf8())};
    if (address.host.startsWith(QLatin1Char('[')))
        address.host = address.host.mid(1, address.host.size() - 2); // of the sixth version of IP
    if (address.host.isEmpty() || !isSafe(address.host, ".-_:%"))
        throw EngineError("'{}' names no host that ssh could reach; a host has letters, digits, dots and dashes.", shown);
    if (address.user.contains(QLatin1Char(':')))
        throw EngineError("'{}' holds a password, which ssh does not take; use a key or an agent, and write ssh://user@host.",
            address.host.toStdString()); // and does not repeat it
    if (!isSafe(address.user, ".-_+@\\"))
        throw EngineError("'{}' names no user that ssh could log in; a user has letters, digits, dots and dashes.", shown);
    if (const QString port = part("port"); !port.isEmpty()) {
        address.port = port.toInt();
        if (address.port < 1 || address.port > lastPort)
            throw EngineError("'{}' is no port of '{}'; ports go from 1 to {}.", port.toStdString(), address.host.toStdString(), lastPort);
    }
    address.model = QUrl::fromPercentEncoding(part("model").toUtf8());
    address.program = QUrlQuery(part("query")).queryItemValue(programKey, QUrl::FullyDecoded);
    if (std::any_of(address.program.begin(), address.program.end(), [](QChar c) { return c.unicode() < 0x20; }))
        throw EngineError("The path of needlescope-cli on '{}' has a line break in it; write it without.", address.host.toStdString());
    return address;
}

QString SshAddress::toString() const
{
    QString text = scheme;
    if (!user.isEmpty())
        text += QString::fromLatin1(QUrl::toPercentEncoding(user)) + QLatin1Char('@');
    text += host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    if (port > 0)
        text += QLatin1Char(':') + QString::number(port);
    if (!program.isEmpty())
        text += QLatin1Char('?') + programKey + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(program, "/~"));
    return text;
}

QString SshAddress::machine() const
{
    return user.isEmpty() ? host : user + QLatin1Char('@') + host;
}

} // namespace needlescope
