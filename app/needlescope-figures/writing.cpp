// SPDX-License-Identifier: GPL-3.0-or-later
#include "writing.h"

#include "figures/comparefigure.h"
#include "figures/pairfigure.h"
#include "figures/studyfigures.h"

#include "api/engineerror.h"
#include "archive/maphub.h"
#include "archive/runfile.h"

namespace needlescope {

std::vector<std::filesystem::path> writeFigures(const std::vector<Figure> &figures, const std::filesystem::path &folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw EngineError("The folder '{}' could not be made ({}); choose another with --out.", folder.string(), error.message());
    std::vector<std::filesystem::path> written;
    for (const Figure &figure : figures) {
        for (const char *suffix : {".svg", ".pdf", ".png", ".csv"}) {
            written.push_back(folder / (figure.name.toStdString() + suffix));
            exportFigure(figure, written.back());
        }
    }
    return written;
}

std::vector<Figure> figuresOfRun(const std::filesystem::path &run)
{
    const StudySummary summary = RunFile::openReadOnly(run).summary();
    if (summary.nSamples == 0)
        throw EngineError("'{}' holds no finished sample yet; let the study run, then make the figures.", run.string());
    return figuresOf(summary);
}

std::vector<Figure> figuresOfMaps(const std::vector<std::string> &maps, int topK)
{
    std::vector<ScoreMap> read;
    read.reserve(maps.size());
    for (const std::string &map : maps)
        read.push_back(readMap(map).map);
    std::vector<Figure> figures{compareFigure(read, topK)};
    if (read.size() == 2)
        figures.push_back(pairFigure(PairPlot(read[0], read[1], topK)));
    return figures;
}

} // namespace needlescope
