// SPDX-License-Identifier: GPL-3.0-or-later
// What studies gain: prompts that share their beginnings, and heads that are tried together.
#include "detection.h"
#include "machine.h"
#include "rows.h"

#include "api/engineerror.h"
#include "model/greedy.h"
#include "study/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace needlescope {

namespace {

constexpr int nDepths = 10;
constexpr int studyPrompt = 2048;

/// Each prompt read anew and answered by itself.
double secondsOfReadingAnew(const Transformer &model, std::span<const std::vector<std::int32_t>> prompts)
{
    return secondsOf([&] {
        for (const auto &ids : prompts) {
            Branch branch(model.prefill(std::span(ids).first(ids.size() - 1)), {}, benchNeedle);
            const std::array branches{&branch};
            decodeGreedily(model, branches, std::span(ids).last(1), {detectionAnswer, {}, 0});
        }
    });
}

std::vector<std::vector<float>> dropsOf(const Transformer &model, const std::shared_ptr<const PromptCache> &prompt,
    std::span<const Intervention> masks, std::span<const std::int32_t> answer)
{
    std::vector<Branch> branches;
    std::vector<Branch *> pointers;
    branches.reserve(masks.size());
    for (const Intervention &mask : masks)
        pointers.push_back(&branches.emplace_back(prompt, mask, TokenSpan(), Capture::Nothing));
    return forcedLogProbabilities(model, pointers, answer.front(), answer.subspan(1));
}

} // namespace

std::vector<Row> detectionReuse(const Bench &bench)
{
    const auto model = bench.models.load(bench.instead({{"llama-134m", "bf16"}}).front());
    const int nNeedles = bench.quick ? 3 : 10;
    const int size = std::max(128, std::min(studyPrompt, model->info().contextLength - detectionAnswer));
    const auto prompts = detectionPrompts(model->info(), size, nNeedles, nDepths);
    const std::size_t together = samplesTogether(model->info(), static_cast<int>(prompts.front().size()));
    double fresh = 0;
    double reused = 0;
    std::shared_ptr<const PromptCache> before;
    for (std::size_t first = 0; first < prompts.size(); first += together) { // by turns, so that noise of the machine hits both
        const auto some = std::span(prompts).subspan(first, std::min(together, prompts.size() - first));
        fresh += secondsOfReadingAnew(*model, some);
        reused += secondsOfDetection(*model, some, before);
    }
    const auto n = static_cast<double>(prompts.size());
    Row row = atLeast("detection-reuse", n / reused, "samples/s", n / fresh, 1.8);
    row.note = fmt::format("{}, {} needles at {} depths of a prompt of {} tokens, against reading and answering each by itself",
        model->info().name, nNeedles, nDepths, prompts.front().size());
    return {row};
}

std::vector<Row> atlasTogether(const Bench &bench)
{
    const auto model = bench.models.load(bench.instead({{"llama-134m", "bf16"}}).front());
    const ModelInfo &info = model->info();
    const auto ids = randomIds(info, std::max(64, std::min(studyPrompt, info.contextLength - detectionAnswer)));
    const auto prompt = model->prefill(std::span(ids).first(ids.size() - detectionAnswer - 1));
    const auto answer = std::span(ids).last(detectionAnswer + 1);
    std::vector<Intervention> masks;
    for (int layer = 0; layer < info.nLayers; ++layer) {
        for (int head = 0; head < info.nHeads; ++head)
            masks.push_back(maskOf({{layer, head}}));
    }
    std::vector<std::vector<float>> together;
    const double seconds = secondsOf([&] { together = dropsOf(*model, prompt, masks, answer); });
    const std::size_t every = bench.quick ? 8 : 1;
    double alone = 0;
    std::size_t tried = 0;
    for (std::size_t i = 0; i < masks.size(); i += every, ++tried) {
        std::vector<std::vector<float>> one;
        alone += secondsOf([&] { one = dropsOf(*model, prompt, std::span(masks).subspan(i, 1), answer); });
        if (one.front() != together[i])
            throw EngineError(
                "The head {} tried with the others differs from the same one tried alone; this is a defect of Needlescope.", i);
    }
    const double secondsAlone = alone / static_cast<double>(tried) * static_cast<double>(masks.size());
    Row row = atLeast(
        "atlas-together", static_cast<double>(masks.size()) / seconds, "heads/s", static_cast<double>(masks.size()) / secondsAlone, 2);
    row.note = info.name + ", all " + std::to_string(masks.size()) + " heads off one by one, " + std::to_string(detectionAnswer)
        + " forced tokens, against each alone, with equal results";
    return {row};
}

} // namespace needlescope
