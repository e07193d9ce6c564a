// SPDX-License-Identifier: GPL-3.0-or-later
#include "study/sampleorder.h"

#include "api/engineerror.h"

#include <algorithm>
#include <random>
#include <tuple>
#include <utility>

namespace needlescope {

namespace {

constexpr std::size_t quickChunk = 12;

void refuseNothing(const Tasks &tasks)
{
    if (!tasks.items.empty() && !tasks.styles.empty())
        return;
    const Sentence missing = tasks.styles.empty() ? Sentence("way to ask")
        : tasks.needles.empty()                   ? Sentence("needle")
        : tasks.haystacks.empty()                 ? Sentence("haystack")
        : tasks.lengths.empty()                   ? Sentence("length")
        : tasks.depths.empty()                    ? Sentence("depth")
                                                  : Sentence();
    if (!missing.empty())
        throw EngineError("The study has no {}; give at least one.", missing);
}

std::vector<PlannedSample> allSamples(const Tasks &tasks)
{
    std::vector<PlannedSample> samples;
    const auto add = [&](std::size_t item, AnswerStyle style, int length, double depth) {
        const auto index = samples.size();
        const std::size_t haystack = tasks.haystacks.empty() ? 0 : index % tasks.haystacks.size();
        samples.push_back({static_cast<int>(index), static_cast<int>(item), style, static_cast<int>(haystack), length, depth, 0});
    };
    for (const AnswerStyle style : tasks.styles) {
        for (std::size_t item = 0; item < tasks.items.size(); ++item)
            add(item, style, 0, 0);
        for (std::size_t needle = 0; tasks.items.empty() && needle < tasks.needles.size(); ++needle) {
            for (const int length : tasks.lengths) {
                for (const double depth : tasks.depths)
                    add(needle, style, length, depth);
            }
        }
    }
    return samples;
}

using Iterator = std::vector<PlannedSample>::iterator;

void sortBySharedPrompt(Iterator begin, Iterator end)
{
    std::sort(begin, end, [](const PlannedSample &a, const PlannedSample &b) {
        return std::tuple(a.haystack, a.length, -a.depthPercent, a.index) < std::tuple(b.haystack, b.length, -b.depthPercent, b.index);
    });
}

/// Items make no groups, so each is one.
bool beginsAGroup(const std::vector<PlannedSample> &samples, std::size_t i)
{
    return i == 0 || samples[i].length == 0 || !shareAText(samples[i - 1], samples[i]);
}

/// Keeps every nShards-th group.
void keepShard(std::vector<PlannedSample> &samples, const StudyRequest &request)
{
    std::vector<PlannedSample> kept;
    int group = -1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        group += beginsAGroup(samples, i) ? 1 : 0;
        if (group % request.nShards == request.shard)
            kept.push_back(samples[i]);
    }
    samples = std::move(kept);
}

void drawOrder(std::vector<PlannedSample> &samples, std::uint64_t seed)
{
    std::sort(samples.begin(), samples.end(), [](const PlannedSample &a, const PlannedSample &b) { return a.index < b.index; });
    std::mt19937_64 random(seed);
    for (std::size_t i = samples.size(); i > 1; --i)
        std::swap(samples[i - 1], samples[random() % i]);
    for (std::size_t begin = 0; begin < samples.size(); begin += quickChunk)
        sortBySharedPrompt(samples.begin() + static_cast<std::ptrdiff_t>(begin),
            samples.begin() + static_cast<std::ptrdiff_t>(std::min(samples.size(), begin + quickChunk)));
}

std::size_t lengthOf(const QuestionItem &item)
{
    constexpr std::size_t bytesPerToken = 4;
    return (item.context.size() + item.question.size()) / bytesPerToken;
}

void estimateCosts(std::vector<PlannedSample> &samples, const Tasks &tasks)
{
    int haystack = -1;
    double read = 0; // of the haystack, before a needle
    for (PlannedSample &sample : samples) {
        const double length
            = tasks.items.empty() ? sample.length : static_cast<double>(lengthOf(tasks.items[static_cast<std::size_t>(sample.item)]));
        const double beforeNeedle = length * sample.depthPercent / 100;
        if (std::exchange(haystack, sample.haystack) != sample.haystack)
            read = 0;
        sample.cost = length - std::min(read, beforeNeedle) + decodingCost;
        read = std::max(read, beforeNeedle);
    }
}

} // namespace

bool shareAText(const PlannedSample &a, const PlannedSample &b)
{
    return a.haystack == b.haystack && a.length == b.length;
}

std::vector<PlannedSample> samplesInOrder(const StudyRequest &request)
{
    refuseNothing(request.tasks);
    if (request.nShards < 1 || request.shard < 0 || request.shard >= request.nShards)
        throw EngineError("There is no shard {} of {}; count them from 1 to {}.", request.shard + 1, request.nShards, request.nShards);
    auto samples = allSamples(request.tasks);
    sortBySharedPrompt(samples.begin(), samples.end());
    keepShard(samples, request);
    if (request.quick)
        drawOrder(samples, request.seed);
    estimateCosts(samples, request.tasks);
    return samples;
}

int mostShards(StudyRequest request)
{
    request.shard = 0;
    request.nShards = 1;
    request.quick = false; // which would draw another order
    const auto samples = samplesInOrder(request);
    int groups = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        groups += beginsAGroup(samples, i) ? 1 : 0;
    return groups;
}

PromptRequest promptRequestOf(const StudyRequest &request, const PlannedSample &sample)
{
    return {request.tasks.needles[static_cast<std::size_t>(sample.item)],
        request.tasks.haystacks[static_cast<std::size_t>(sample.haystack)], sample.length, sample.depthPercent, request.frame};
}

} // namespace needlescope
