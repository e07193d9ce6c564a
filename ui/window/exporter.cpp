// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/exporter.h"

#include "api/engineerror.h"
#include "figures/answercomparisonfigure.h"
#include "figures/headmapfigure.h"
#include "figures/pairfigure.h"
#include "figures/timelinefigure.h"
#include "session/session.h"
#include "views/pairview.h"
#include "views/studyview.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>
#include <QSettings>

namespace needlescope {

namespace {

constexpr auto folderKey = "export/folder";
constexpr auto formatKey = "export/format"; ///< a suffix

QString tr(const char *text)
{
    return QCoreApplication::translate("Exporter", text);
}

} // namespace

Figure headMapFigureOf(const Session &session, double threshold)
{
    if (!session.scores())
        throw EngineError(tr("There is no head map yet; run a detection or open a run.").toStdString());
    HeadMapOptions options;
    options.threshold = threshold;
    options.headsPerGroup = session.scores()->headsPerGroup;
    if (session.scoresFit()) {
        options.headsPerGroup = session.headsPerGroup();
        options.mask = session.mask();
    }
    return headMapFigure(*session.scores(), options);
}

Figure answerFigureOf(const Session &session)
{
    const auto baseline = session.baseline()->trace;
    const auto masked = session.masked()->trace;
    if (!baseline || !masked)
        throw EngineError(tr("There are no two answers to compare yet; mask some heads.").toStdString());
    return answerComparisonFigure(*baseline, *masked);
}

Figure timelineFigureOf(const Session &session, const std::vector<HeadId> &heads)
{
    if (!session.shownTrace())
        throw EngineError(tr("There is no answer yet; ask, then export its timeline.").toStdString());
    return timelineFigure(*session.shownTrace(), heads);
}

Figure studyFigureOf(const StudyView &view)
{
    if (!view.figure().paint)
        throw EngineError(tr("There is no study's figure yet; start a study or open a run.").toStdString());
    return view.figure();
}

Figure pairFigureOf(const PairView &view)
{
    if (!view.plot())
        throw EngineError(tr("There are no two maps yet; choose what to hold this map against.").toStdString());
    return pairFigure(*view.plot());
}

QString exportWithDialog(QWidget *parent, const Figure &figure, const QString &suggestedName)
{
    const QStringList filters{
        tr("SVG (*.svg)"), tr("PDF (*.pdf)"), tr("PNG, 300 dpi (*.png)"), tr("Numbers as CSV (*.csv)"), tr("Numbers as JSON (*.json)")};
    const auto suffixOf = [](const QString &filter) { return filter.section(QLatin1String("*."), 1).chopped(1); };
    QSettings settings;
    const QString usual = settings.value(formatKey, QStringLiteral("svg")).toString();
    QFileDialog dialog(parent, tr("Export %1").arg(figure.title), settings.value(folderKey).toString());
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(filters);
    for (const QString &filter : filters) {
        if (suffixOf(filter) == usual)
            dialog.selectNameFilter(filter);
    }
    dialog.setDefaultSuffix(usual);
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog,
        [&dialog, suffixOf](const QString &filter) { dialog.setDefaultSuffix(suffixOf(filter)); });
    dialog.selectFile(suggestedName);
    if (dialog.exec() != QDialog::Accepted)
        return {};
    const QFileInfo file(dialog.selectedFiles().constFirst());
    exportFigure(figure, file.filePath().toStdString());
    settings.setValue(folderKey, file.absolutePath());
    settings.setValue(formatKey, file.suffix().toLower());
    return tr("Written: %1").arg(QDir::toNativeSeparators(file.filePath()));
}

QString copyToClipboard(const Figure &figure)
{
    QGuiApplication::clipboard()->setMimeData(clipboardDataOf(figure));
    return tr("Copied: %1").arg(figure.title);
}

} // namespace needlescope
