// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/figuretable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace needlescope {

namespace {

QString csvField(QString field)
{
    if (!field.contains(QLatin1Char(',')) && !field.contains(QLatin1Char('"')) && !field.contains(QLatin1Char('\n')))
        return field;
    return QLatin1Char('"') + field.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

QString csvLine(const QStringList &fields)
{
    QStringList escaped;
    for (const QString &field : fields)
        escaped << csvField(field);
    return escaped.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

QJsonValue jsonField(const QString &field)
{
    bool isNumber = false;
    const double number = field.toDouble(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(field);
}

} // namespace

QByteArray toCsv(const Figure &figure)
{
    QString csv;
    for (const QString &line : QStringList{figure.title} + figure.provenance)
        csv += QStringLiteral("# ") + line + QStringLiteral("\r\n");
    csv += csvLine(figure.columns);
    for (const QStringList &row : figure.rows)
        csv += csvLine(row);
    return csv.toUtf8();
}

QByteArray toJson(const Figure &figure)
{
    QJsonArray rows;
    for (const QStringList &row : figure.rows) {
        QJsonArray fields;
        for (const QString &field : row)
            fields << jsonField(field);
        rows << fields;
    }
    const QJsonObject object{{QStringLiteral("title"), figure.title},
        {QStringLiteral("provenance"), QJsonArray::fromStringList(figure.provenance)},
        {QStringLiteral("columns"), QJsonArray::fromStringList(figure.columns)}, {QStringLiteral("rows"), rows}};
    return QJsonDocument(object).toJson();
}

} // namespace needlescope
