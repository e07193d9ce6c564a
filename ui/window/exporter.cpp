// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/exporter.h"

#include "api/engineerror.h"
#include "figures/answercomparisonfigure.h"
#include "figures/headmapfigure.h"
#include "figures/pairfigure.h"
#include "figures/timelinefigure.h"
#include "language/language.h"
#include "language/telling.h"
#include "session/session.h"
#include "views/pairview.h"
#include "views/studyview.h"
#include "window/preferences.h"

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

struct Exporter
{
    Q_DECLARE_TR_FUNCTIONS(Exporter)
};

/// In the language that the user wants figures in.
Figure figureFrom(const std::function<Figure()> &make)
{
    const InEnglish english(Preferences::load().englishFigures);
    return make();
}

} // namespace

Figure headMapFigureOf(const Session &session, double threshold)
{
    if (!session.scores())
        throw EngineError("There is no head map yet; run a detection or open a run.");
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
        throw EngineError("There are no two answers to compare yet; mask some heads.");
    return answerComparisonFigure(*baseline, *masked);
}

Figure timelineFigureOf(const Session &session, const std::vector<HeadId> &heads)
{
    if (!session.shownTrace())
        throw EngineError("There is no answer yet; ask, then export its timeline.");
    return timelineFigure(*session.shownTrace(), heads);
}

Figure studyFigureOf(const StudyView &view)
{
    if (!view.figure().paint)
        throw EngineError("There is no study's figure yet; start a study or open a run.");
    return view.figureAnew();
}

Figure pairFigureOf(const PairView &view)
{
    if (!view.plot())
        throw EngineError("There are no two maps yet; choose what to hold this map against.");
    return pairFigure(*view.plot());
}

QString exportWithDialog(QWidget *parent, const std::function<Figure()> &make, const QString &suggestedName)
{
    const QString title = make().title; // and what hinders it is told before the dialog
    const Figure figure = figureFrom(make); // what is on the screen now
    const QStringList filters{Exporter::tr("SVG (*.svg)"), Exporter::tr("PDF (*.pdf)"), Exporter::tr("PNG, 300 dpi (*.png)"),
        Exporter::tr("Numbers as CSV (*.csv)"), Exporter::tr("Numbers as JSON (*.json)")};
    const auto suffixOf = [](const QString &filter) { return filter.section(QLatin1String("*."), 1).chopped(1); };
    QSettings settings;
    const QString usual = settings.value(formatKey, QStringLiteral("svg")).toString();
    QFileDialog dialog(parent, Exporter::tr("Export: %1").arg(title), settings.value(folderKey).toString());
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
    return told([path = file.filePath()] { return Exporter::tr("Written: %1").arg(QDir::toNativeSeparators(path)); });
}

QString copyToClipboard(const std::function<Figure()> &make)
{
    const Figure figure = figureFrom(make);
    QGuiApplication::clipboard()->setMimeData(clipboardDataOf(figure));
    return told([title = figure.title] { return Exporter::tr("Copied: %1").arg(title); });
}

} // namespace needlescope
