// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/studies/needletasks.h"

#include "measures/defaultgrid.h"
#include "measures/headchoice.h"

namespace needlescope {

std::vector<Setting> maskSettings()
{
    return {Setting::Ranking, Setting::Ks, Setting::Draws, Setting::LayerMatched, Setting::WholeGroups, Setting::MaskKind,
        Setting::MaskScope, Setting::Factor, Setting::WindowSize, Setting::Contrast};
}

std::vector<Setting> withTaskSettings(std::vector<Setting> tasks, const std::vector<Setting> &more)
{
    tasks.insert(tasks.end(), more.begin(), more.end());
    tasks.insert(tasks.end(), {Setting::MaxTokens, Setting::Seed});
    return tasks;
}

std::vector<Setting> withNeedleSettings(const std::vector<Setting> &more)
{
    return withTaskSettings({Setting::Needles, Setting::Haystacks, Setting::Lengths, Setting::Depths}, more);
}

void setNeedleDefaults(StudyRequest &request, const ModelInfo &model)
{
    if (request.tasks.lengths.empty())
        request.tasks.lengths = defaultLengths(model, request.decoding.maxTokens);
    if (request.tasks.depths.empty())
        request.tasks.depths = defaultDepths();
}

int retrievalHeadsToMask(const ScoreMap &ranking)
{
    const int tenth = ranking.nLayers() * ranking.nHeads() / 10;
    return std::max(1, std::min(static_cast<int>(retrievalHeads(ranking).size()), tenth));
}

} // namespace needlescope
