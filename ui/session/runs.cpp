// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/runs.h"

#include "archive/runfile.h"

#include <QCryptographicHash>
#include <QDir>

namespace needlescope {

QString runFileFor(const StudyRequest &study, const ModelInfo &model, const QString &folder)
{
    if (folder.isEmpty())
        return {};
    const auto bytes = nlohmann::json::to_cbor(nlohmann::json(study));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray::fromRawData(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())));
    hash.addData(QByteArray::fromStdString(model.hash));
    QDir().mkpath(folder);
    // A name from the cache may hold a slash: org/name.
    const QString name = QString::fromStdString(model.name).replace(QLatin1Char('/'), QLatin1Char('-'));
    return QDir(folder).filePath(QStringLiteral("%1-%2.needle").arg(name, QString::fromLatin1(hash.result().toHex().left(12))));
}

FinishedRun readRun(const QString &path, const ModelInfo *model)
{
    const auto file = RunFile::openReadOnly(path.toStdString());
    const auto &header = file.header();
    FinishedRun run{std::make_shared<const ScoreMap>(file.scoreMap()), header.provenance, header.model.headsPerGroup()};
    if (model && !isRunOf(*model, *run.scores, run.provenance))
        throw EngineError("'" + path.toStdString() + "' was made with other weights than those in '" + model->directory
            + "'; detect the heads of this model or open the one that the run belongs to.");
    return run;
}

bool isRunOf(const ModelInfo &model, const ScoreMap &map, const Provenance &run)
{
    return map.nLayers() == model.nLayers && map.nHeads() == model.nHeads && (run.modelHash.empty() || run.modelHash == model.hash);
}

} // namespace needlescope
