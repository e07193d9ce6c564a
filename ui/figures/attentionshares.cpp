// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/attentionshares.h"

#include "figures/scorecolors.h"

namespace needlescope {

bool covers(const HeadSummaries &heads, int step, HeadId id)
{
    return step < heads.nSteps && id.layer < heads.nLayers && id.head < heads.nHeads;
}

AttentionShares attentionShares(const HeadSummaries &heads, int step, HeadId id)
{
    if (!covers(heads, step, id))
        return {};
    const auto i = heads.index(step, id);
    AttentionShares shares{heads.needleMass[i], heads.recentMass[i], heads.sinkMass[i]};
    // A needle at the very end is recent too; what counts twice is taken from the less telling share.
    shares.recent = std::clamp(shares.recent, 0.0, std::max(0.0, 1 - shares.needle - shares.sink));
    return shares;
}

AttentionShares meanShares(const HeadSummaries &heads, HeadId id)
{
    AttentionShares mean;
    for (int step = 0; step < heads.nSteps; ++step) {
        const AttentionShares shares = attentionShares(heads, step, id);
        mean.needle += shares.needle / heads.nSteps;
        mean.recent += shares.recent / heads.nSteps;
        mean.sink += shares.sink / heads.nSteps;
    }
    return mean;
}

QBrush recentBrush(const PlotLook &look)
{
    return blend(look.background, look.muted, 0.45);
}

QBrush sinkBrush(const PlotLook &look)
{
    return {look.bad, Qt::Dense4Pattern};
}

QString shownToken(const std::string &token)
{
    QString text = QString::fromStdString(token);
    text.replace(QLatin1Char('\n'), QStringLiteral("⏎"));
    if (text.startsWith(QLatin1Char(' ')) && text.size() > 1)
        text.remove(0, 1);
    return text.isEmpty() ? QStringLiteral("∅") : text;
}

} // namespace needlescope
