// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QStringList>
#include <QXmlStreamReader>

#include <vector>

namespace needlescope {

/// A message of a Qt Linguist file.
struct CatalogueMessage
{
    QString context;
    QString source;
    QStringList translations; ///< several: plurals
    bool finished = true;
};

inline QString catalogueFile(const QString &language)
{
    return QStringLiteral(NEEDLESCOPE_SOURCE_DIR "/resources/translations/needlescope_%1.ts").arg(language);
}

inline std::vector<CatalogueMessage> readCatalogue(const QString &path)
{
    std::vector<CatalogueMessage> messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            messages.push_back({context, {}, {}, true});
        } else if (xml.name() == QLatin1String("source")) {
            messages.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            messages.back().finished = !xml.attributes().hasAttribute(QLatin1String("type"));
            QString text;
            while (xml.readNext() != QXmlStreamReader::EndElement) {
                if (xml.isStartElement())
                    messages.back().translations << xml.readElementText();
                else
                    text += xml.text();
            }
            if (messages.back().translations.isEmpty())
                messages.back().translations << text;
        }
    }
    return messages;
}

} // namespace needlescope
