// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/maskoptions.h"

#include "commandline/scores.h"

#include "api/engineerror.h"
#include "measures/headchoice.h"
#include "measures/studies/kind.h"

namespace needlescope {

void HowOptions::addTo(CLI::App &command)
{
    addKind(command);
    addScope(command);
    addFactor(command);
    addWindow(command);
}

void HowOptions::addKind(CLI::App &command)
{
    command.add_option("--mask-kind", m_kind, infoOf(Setting::MaskKind).help)
        ->check(CLI::IsMember({"uniform", "zero", "mean", "window", "scale"}))
        ->capture_default_str();
}

void HowOptions::addScope(CLI::App &command)
{
    command.add_option("--mask-scope", m_scope, infoOf(Setting::MaskScope).help)
        ->check(CLI::IsMember({"decode", "everywhere"}))
        ->capture_default_str();
}

void HowOptions::addFactor(CLI::App &command)
{
    command.add_option("--factor", m_factor, infoOf(Setting::Factor).help)->capture_default_str();
}

void HowOptions::addWindow(CLI::App &command)
{
    command.add_option("--window", m_window, infoOf(Setting::WindowSize).help)
        ->delimiter(',')
        ->expected(2)
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

Intervention HowOptions::intervention() const
{
    Intervention how;
    how.kind = enumFromName<MaskKind>(m_kind);
    how.scope = enumFromName<MaskScope>(m_scope);
    how.factor = m_factor;
    how.sinkTokens = m_window.at(0);
    how.recentTokens = m_window.at(1);
    if (how.recentTokens < 1)
        throw CLI::ValidationError("--window", "a head sees its own position at least; write SINK,RECENT with RECENT from 1");
    return how;
}

void MaskOptions::addTo(CLI::App &command)
{
    auto *list = command.add_option("--mask", m_list, "Heads to mask, layer:head,...");
    auto *top = command.add_option("--mask-top", m_top, "Mask the K heads with the highest scores")->check(CLI::PositiveNumber);
    auto *random = command
                       .add_option("--mask-random", m_random,
                           "Mask K heads drawn at random; where scores are known, none of the top K and no retrieval head")
                       ->check(CLI::PositiveNumber);
    auto *groups = command.add_option("--mask-groups", m_groups, "KV groups to mask whole, layer:group,...; with --mask: beside its heads");
    list->excludes(top)->excludes(random);
    groups->excludes(top)->excludes(random);
    top->excludes(random);
    command.add_option("--scores", m_scores, "Score file or run file for --mask-top and --mask-random (default: the shipped model's own)");
    command.add_option("--seed", m_seed, "Of --mask-random");
    m_how.addTo(command);
}

Intervention MaskOptions::intervention(const ModelInfo &model) const
{
    return withHeads(m_how.intervention(), heads(model));
}

std::vector<HeadId> MaskOptions::heads(const ModelInfo &model) const
{
    if (m_top > 0) {
        if (const auto map = scoresOf(model, m_scores))
            return topHeads(onModel(*map, model), m_top);
        throw CLI::ValidationError("--mask-top", "needs --scores, the scores of the model's heads; detect writes them");
    }
    if (m_random > 0) {
        if (const auto map = scoresOf(model, m_scores))
            return randomHeads(onModel(*map, model), m_random, m_seed);
        return drawHeads(rankedHeads(onModel(scoreMapOfArray(HeadArray::Zero(model.nLayers, model.nHeads)), model)), m_random, m_seed);
    }
    try {
        auto heads = parseHeadIds(m_list);
        const auto grouped = headsOfGroups(model);
        heads.insert(heads.end(), grouped.begin(), grouped.end());
        return heads;
    } catch (const EngineError &error) {
        throw CLI::ValidationError(m_groups.empty() ? "--mask" : "--mask, --mask-groups", error.what());
    }
}

std::vector<HeadId> MaskOptions::headsOfGroups(const ModelInfo &model) const
{
    std::vector<HeadId> heads;
    for (const auto [layer, group] : parseHeadIds(m_groups)) {
        if (layer >= model.nLayers || group >= model.nKvHeads)
            throw EngineError("{}:{} is not a KV group of the model; it has {} layers of {} groups, counted from 0.", layer, group,
                model.nLayers, model.nKvHeads);
        const auto members = groupOf({layer, group * model.headsPerGroup()}, model.headsPerGroup());
        heads.insert(heads.end(), members.begin(), members.end());
    }
    return heads;
}

} // namespace needlescope
