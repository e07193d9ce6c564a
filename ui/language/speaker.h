// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

#include <memory>
#include <vector>

namespace needlescope {

using Catalogues = std::vector<std::shared_ptr<const QTranslator>>; ///< the first that has a text gives it

/// Installed once; what it says is exchanged.
class Speaker : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    QString translate(const char *context, const char *text, const char *disambiguation, int n) const override
    {
        for (const auto &catalogue : inEnglish > 0 ? englishCatalogues : catalogues) {
            QString translation = catalogue->translate(context, text, disambiguation, n);
            if (!translation.isNull())
                return translation;
        }
        return {};
    }

    bool isEmpty() const override { return false; }

    Catalogues catalogues;
    Catalogues englishCatalogues; ///< plurals
    int inEnglish = 0; ///< so many InEnglish live
    QString code = QStringLiteral("en");

signals:
    void languageChanged();
};

} // namespace needlescope
