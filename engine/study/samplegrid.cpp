// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/samplegrid.h"

#include "api/engineerror.h"

#include <algorithm>
#include <tuple>

namespace needlescope {

namespace {

constexpr double decodingCost = 100; // of one answer, in tokens of prompt; measured on models between 1M and 7M parameters

void refuseEmptyGrid(const StudyRequest &request)
{
    const char *missing = request.needles.empty() ? "needle"
        : request.haystacks.empty()               ? "haystack"
        : request.lengths.empty()                 ? "length"
        : request.depths.empty()                  ? "depth"
                                                  : nullptr;
    if (missing)
        throw EngineError(std::string("The study has no ") + missing + "; give at least one.");
}

} // namespace

std::vector<GridSample> samplesInOrder(const StudyRequest &request)
{
    refuseEmptyGrid(request);
    std::vector<GridSample> samples;
    for (std::size_t needle = 0; needle < request.needles.size(); ++needle) {
        for (const int length : request.lengths) {
            for (const double depth : request.depths) {
                const auto index = samples.size();
                samples.push_back({static_cast<int>(index), static_cast<int>(needle), static_cast<int>(index % request.haystacks.size()),
                    length, depth, 0});
            }
        }
    }
    std::sort(samples.begin(), samples.end(), [](const GridSample &a, const GridSample &b) {
        return std::tuple(a.haystack, a.length, -a.depthPercent, a.index) < std::tuple(b.haystack, b.length, -b.depthPercent, b.index);
    });
    const GridSample *before = nullptr;
    for (GridSample &sample : samples) {
        const bool shared = before && before->haystack == sample.haystack && before->length == sample.length;
        sample.cost = sample.length * (shared ? 1 - sample.depthPercent / 100 : 1) + decodingCost;
        before = &sample;
    }
    return samples;
}

PromptRequest promptRequestOf(const StudyRequest &request, const GridSample &sample)
{
    return {request.needles[static_cast<std::size_t>(sample.needle)], request.haystacks[static_cast<std::size_t>(sample.haystack)],
        sample.length, sample.depthPercent, request.frame};
}

GenerationRequest generationRequestOf(const StudyRequest &request, const Prompt &prompt, const ModelInfo &model)
{
    GenerationRequest generation;
    generation.promptIds = prompt.ids;
    generation.needle = prompt.needle;
    generation.answer = prompt.answer;
    generation.maxTokens = request.maxTokens;
    generation.stopIds = request.stopIds.empty() ? model.stopIds : request.stopIds;
    return generation;
}

} // namespace needlescope
