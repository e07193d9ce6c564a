// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/diagnosis.h"

#include "api/headid.h"
#include "training/tensors.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cstdio>

namespace needlescope {

CopyDiagnosis diagnoseCopying(const LanguageModel &model, const TrainingBatch &batch)
{
    const at::NoGradGuard noGradients;
    AttentionProbe probe;
    const auto hidden = model.forward(tensorFrom(batch.ids, {batch.sequences, batch.length}, model.device()), {}, &probe).hidden;
    const auto predicted = at::mm(hidden, model.unembedding().t()).argmax(-1).to(at::kCPU);
    const auto *tokens = predicted.data_ptr<std::int64_t>();

    CopyDiagnosis diagnosis;
    const auto heads = static_cast<std::size_t>(model.shape().nHeads);
    std::vector<std::vector<std::array<double, 5>>> shares(probe.argmax.size(), std::vector<std::array<double, 5>>(heads));
    std::size_t counted = 0;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < batch.positions.size(); ++i) {
        if (batch.roles[i] == Role::Answer || batch.roles[i] == Role::Copied)
            rows.push_back(i);
    }
    for (const auto i : rows) {
        ++counted;
        diagnosis.accuracy += tokens[batch.positions[i]] == batch.targets[i] ? 1 : 0;
    }
    for (std::size_t layer = 0; layer < probe.argmax.size(); ++layer) {
        const auto argmax = probe.argmax[layer].to(at::kCPU).contiguous(); // (batch, heads, length)
        const auto *looks = argmax.data_ptr<std::int64_t>();
        for (const auto i : rows) {
            const auto sequence = batch.positions[i] / batch.length;
            const auto row = batch.positions[i] % batch.length;
            for (std::size_t head = 0; head < heads; ++head) {
                const auto at = looks[(sequence * static_cast<std::int64_t>(heads) + static_cast<std::int64_t>(head)) * batch.length + row];
                for (std::int64_t offset = 0; offset <= std::min<std::int64_t>(4, at); ++offset) {
                    if (batch.ids[static_cast<std::size_t>(sequence * batch.length + at - offset)] == batch.targets[i])
                        shares[layer][head][static_cast<std::size_t>(offset)] += 1;
                }
            }
        }
    }
    const double total = std::max<double>(1, static_cast<double>(counted));
    diagnosis.accuracy /= total;
    for (auto &layer : shares) {
        diagnosis.scores.emplace_back();
        for (auto &head : layer) {
            for (std::size_t offset = 0; offset < head.size(); ++offset)
                diagnosis.bestByOffset[offset] = std::max(diagnosis.bestByOffset[offset], head[offset] / total);
            diagnosis.scores.back().push_back(head[0] / total);
        }
    }
    return diagnosis;
}

std::string summary(const CopyDiagnosis &diagnosis)
{
    char buffer[200];
    const auto &o = diagnosis.bestByOffset;
    std::snprintf(buffer, sizeof buffer,
        "copied tokens %.3f; best head's argmax at offset 0 %.2f, +1 %.2f, +2 %.2f, +3 %.2f, +4 %.2f; heads", diagnosis.accuracy, o[0],
        o[1], o[2], o[3], o[4]);
    std::string text = buffer;
    std::vector<std::pair<double, std::string>> heads;
    for (std::size_t layer = 0; layer < diagnosis.scores.size(); ++layer) {
        for (std::size_t head = 0; head < diagnosis.scores[layer].size(); ++head)
            heads.emplace_back(diagnosis.scores[layer][head], toString({static_cast<int>(layer), static_cast<int>(head)}));
    }
    std::sort(heads.rbegin(), heads.rend());
    for (std::size_t i = 0; i < std::min<std::size_t>(10, heads.size()); ++i) {
        std::snprintf(buffer, sizeof buffer, " %s %.2f", heads[i].second.c_str(), heads[i].first);
        text += buffer;
    }
    return text;
}

} // namespace needlescope
