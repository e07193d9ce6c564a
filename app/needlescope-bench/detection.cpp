// SPDX-License-Identifier: GPL-3.0-or-later
#include "detection.h"

#include "machine.h"
#include "rows.h"

#include "model/greedy.h"

namespace needlescope {

namespace {

constexpr int needleSize = 20;

} // namespace

std::vector<std::vector<std::int32_t>> detectionPrompts(const ModelInfo &info, int size, int nNeedles, int nDepths)
{
    const auto ids = randomIds(info, size + (nNeedles - 1) * needleSize);
    const std::span<const std::int32_t> text = std::span(ids).subspan(static_cast<std::size_t>(nNeedles) * needleSize);
    std::vector<std::vector<std::int32_t>> prompts;
    for (int depth = nDepths; depth-- > 0;) {
        for (int needle = 0; needle < nNeedles; ++needle) {
            std::vector<std::int32_t> prompt(text.begin(), text.end());
            const auto place = static_cast<std::ptrdiff_t>(prompt.size()) * depth / (nDepths - 1);
            const auto first = ids.begin() + std::ptrdiff_t{needle} * needleSize;
            prompt.insert(prompt.begin() + place, first, first + needleSize);
            prompts.push_back(std::move(prompt));
        }
    }
    return prompts;
}

double secondsOfDetection(
    const Transformer &model, std::span<const std::vector<std::int32_t>> prompts, std::shared_ptr<const PromptCache> &before)
{
    return secondsOf([&] {
        std::vector<Branch> branches;
        std::vector<Branch *> pointers;
        std::vector<std::int32_t> lastTokens;
        branches.reserve(prompts.size());
        std::shared_ptr<const PromptCache> reuse = std::move(before);
        for (const auto &ids : prompts) {
            reuse = model.prefill(std::span(ids).first(ids.size() - 1), {}, {}, reuse);
            pointers.push_back(&branches.emplace_back(reuse, Intervention(), benchNeedle));
            if (!before)
                before = reuse;
            lastTokens.push_back(ids.back());
        }
        decodeGreedily(model, pointers, lastTokens, {detectionAnswer, {}, 0});
    });
}

} // namespace needlescope
