// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/runfigures.h"

#include "figures/headmapfigure.h"
#include "figures/scoredistributionfigure.h"

#include "api/engineerror.h"
#include "archive/runfile.h"

#include <QApplication>

#include <memory>

namespace needlescope {

namespace {

/// Fonts and QCustomPlot need an application; a terminal program has none, and perhaps no display either.
std::unique_ptr<QApplication> applicationIfMissing()
{
    if (QCoreApplication::instance())
        return nullptr;
    static int argc = 1;
    static char name[] = "needlescope-cli";
    static char *argv[] = {name, nullptr};
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(argc, argv);
}

void makeFolder(const std::filesystem::path &folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw EngineError("The folder '" + folder.string() + "' could not be made (" + error.message() + "); choose another with --out.");
}

} // namespace

std::vector<std::filesystem::path> writeRunFigures(const std::filesystem::path &run, const std::filesystem::path &outDir)
{
    const RunFile file = RunFile::openReadOnly(run);
    const ScoreMap map = file.scoreMap();
    if (map.nSamples == 0)
        throw EngineError("'" + run.string() + "' holds no finished sample yet; let the detection run, then make the figures.");
    const auto application = applicationIfMissing();
    makeFolder(outDir);
    const Provenance &provenance = file.header().provenance;
    HeadMapOptions options;
    options.headsPerGroup = file.header().model.headsPerGroup();
    const std::array<std::pair<std::string, Figure>, 2> figures{{
        {"head-map", headMapFigure(map, options, provenance)},
        {"score-distribution", scoreDistributionFigure(map, provenance)},
    }};
    std::vector<std::filesystem::path> written;
    for (const auto &[name, figure] : figures) {
        for (const char *suffix : {".svg", ".pdf", ".png", ".csv"}) {
            written.push_back(outDir / (name + suffix));
            exportFigure(figure, written.back());
        }
    }
    return written;
}

} // namespace needlescope
