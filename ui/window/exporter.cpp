// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/exporter.h"

#include "api/engineerror.h"
#include "figures/answercomparisonfigure.h"
#include "figures/headmapfigure.h"
#include "session/session.h"
#include "views/studyview.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>

namespace needlescope {

namespace {

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
        options.selection = session.selection();
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

Figure studyFigureOf(const StudyView &view)
{
    if (!view.figure().paint)
        throw EngineError(tr("There is no study's figure yet; start a study or open a run.").toStdString());
    return view.figure();
}

QString exportWithDialog(QWidget *parent, const Figure &figure, const QString &suggestedName)
{
    QFileDialog dialog(parent, tr("Export %1").arg(figure.title));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(
        {tr("SVG (*.svg)"), tr("PDF (*.pdf)"), tr("PNG (*.png)"), tr("Numbers as CSV (*.csv)"), tr("Numbers as JSON (*.json)")});
    dialog.setDefaultSuffix(QStringLiteral("svg"));
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog,
        [&dialog](const QString &filter) { dialog.setDefaultSuffix(filter.section(QLatin1String("*."), 1).chopped(1)); });
    dialog.selectFile(suggestedName);
    if (dialog.exec() != QDialog::Accepted)
        return {};
    const QString path = dialog.selectedFiles().constFirst();
    exportFigure(figure, path.toStdString());
    return tr("Written: %1").arg(QDir::toNativeSeparators(path));
}

} // namespace needlescope
