// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/maptext.h"

#include "language/enginetext.h"
#include "views/progresswords.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

namespace needlescope {

namespace {

struct MapWords
{
    Q_DECLARE_TR_FUNCTIONS(MapText)
};

QString measureText(const ScoreMap &map)
{
    const QString measure = engineWord(map.measure);
    const QString rule = engineWord(map.provenance.rule);
    return map.measure == "score" && !rule.isEmpty() ? MapWords::tr("%1 score").arg(rule) : measure;
}

QString fileText(const Provenance &origin)
{
    const QString file = QFileInfo(QString::fromStdString(origin.source)).fileName();
    if (!origin.modelHash.empty())
        return MapWords::tr("from %1").arg(file);
    return origin.modelName.empty() ? MapWords::tr("from %1, which names no model").arg(file)
                                    : MapWords::tr("from %1, model not checked").arg(file);
}

} // namespace

QString mapText(const ScoreMap &map)
{
    const QString model = QString::fromStdString(map.provenance.modelName);
    QStringList parts{model.isEmpty() ? measureText(map) : MapWords::tr("%1 of %2").arg(measureText(map), model)};
    if (!map.provenance.source.empty())
        parts << fileText(map.provenance);
    if (map.provenance.shards > 1)
        parts << MapWords::tr("after %1 of %2 samples, in %3 shards").arg(map.nSamples).arg(map.nPlanned).arg(map.provenance.shards);
    else if (map.nSamples < map.nPlanned)
        parts << MapWords::tr("after %1 of %2 samples").arg(map.nSamples).arg(map.nPlanned);
    else if (map.nSamples > 0)
        parts << samplesText(map.nSamples);
    return parts.join(MapWords::tr(", "));
}

QString valueText(const ScoreMap &map, float value)
{
    return QLocale().toString(static_cast<double>(value), map.measure == "score" ? 'f' : 'g', 3);
}

} // namespace needlescope
