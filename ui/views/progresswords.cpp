// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/progresswords.h"

#include "language/enginetext.h"
#include "measures/studies/kind.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace needlescope {

namespace {

struct ProgressWords
{
    Q_DECLARE_TR_FUNCTIONS(Progress)
};

QString studyTitle(const std::string &name)
{
    for (const KindInfo &kind : studyKinds()) {
        if (nameOf(kind.kind) == name)
            return engineWord(kind.title);
    }
    return ProgressWords::tr("Study");
}

} // namespace

QString activityText(const Progress &progress)
{
    switch (progress.activity) {
    case Activity::Opening:
        return ProgressWords::tr("Opening %1").arg(QString::fromStdString(progress.subject));
    case Activity::Loading:
        return ProgressWords::tr("Loading the model");
    case Activity::Reading:
        return ProgressWords::tr("Reading the prompt");
    case Activity::Studying:
        return studyTitle(progress.subject);
    case Activity::Drawing:
        return ProgressWords::tr("Drawing");
    case Activity::Writing:
        return ProgressWords::tr("Writing");
    case Activity::Fetching:
        return ProgressWords::tr("Fetching %1").arg(QString::fromStdString(progress.subject));
    }
    return {};
}

QString stopText(const Progress &progress)
{
    switch (progress.activity) {
    case Activity::Opening:
    case Activity::Loading:
        return ProgressWords::tr("Stop opening the model");
    case Activity::Reading:
        return ProgressWords::tr("Stop reading and answering");
    case Activity::Studying:
        return ProgressWords::tr("Stop the study (%1)").arg(studyTitle(progress.subject));
    case Activity::Drawing:
    case Activity::Writing:
    case Activity::Fetching:
        break;
    }
    return ProgressWords::tr("Stop");
}

QString timeLeftText(double seconds)
{
    if (seconds < 0)
        return {};
    const int whole = static_cast<int>(std::ceil(std::min(seconds, 1e8)));
    if (whole < 60)
        return ProgressWords::tr("%n s left", nullptr, whole);
    if (whole < 3600)
        return ProgressWords::tr("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
    return ProgressWords::tr("%1 h %2 min left").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString durationText(double seconds)
{
    const int minutes = static_cast<int>(std::lround(std::min(seconds, 1e8) / 60));
    if (seconds < 50)
        return ProgressWords::tr("about %n s", nullptr, std::max(1, static_cast<int>(std::lround(seconds))));
    if (minutes < 90)
        return ProgressWords::tr("about %n min", nullptr, std::max(1, minutes));
    return ProgressWords::tr("about %n h", nullptr, static_cast<int>(std::lround(minutes / 60.0)));
}

QString samplesText(int n)
{
    return n == 1 ? ProgressWords::tr("1 sample") : ProgressWords::tr("%1 samples").arg(n);
}

} // namespace needlescope
