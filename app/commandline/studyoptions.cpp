// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/studyoptions.h"

#include "commandline/files.h"
#include "commandline/scores.h"
#include "commandline/shipped.h"

#include "measures/needlefiles.h"
#include "measures/questionfiles.h"
#include "measures/studies/kind.h"
#include "measures/textfile.h"

#include <algorithm>
#include <cstdio>

namespace needlescope {

namespace {

template <NamedEnum E>
std::vector<std::string> allNames()
{
    std::vector<std::string> names;
    names.reserve(EnumNames<E>::names.size());
    for (const auto &[value, name] : EnumNames<E>::names)
        names.emplace_back(name);
    return names;
}

} // namespace

bool StudyOptions::has(Setting setting) const
{
    return infoOf(m_kind).uses(setting);
}

void StudyOptions::addTo(CLI::App &command)
{
    for (const Setting setting : infoOf(m_kind).settings)
        addSetting(command, setting);
    m_template.addTo(command);
    command.add_option("--stop-ids", m_stopIds, "Token ids that end an answer, with commas (default: the model's)")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--shard", m_shard, "I/N: only part I of N, counted from 1; 'merge' puts their runs together");
}

void StudyOptions::addSetting(CLI::App &command, Setting setting)
{
    const auto &[which, option, label, help] = infoOf(setting);
    switch (which) {
    case Setting::Needles:
        command.add_option(option, m_needles, help);
        break;
    case Setting::Haystacks:
        command.add_option(option, m_haystacks, help);
        break;
    case Setting::Lengths:
        command.add_option(option, m_lengths, help)->delimiter(',')->check(CLI::PositiveNumber);
        break;
    case Setting::Depths:
        command.add_option(option, m_depths, help)->delimiter(',')->check(CLI::Range(0.0, 100.0));
        break;
    case Setting::Items:
        command.add_option(option, m_items, help);
        break;
    case Setting::Styles:
        command.add_option(option, m_styles, help)->delimiter(',')->check(CLI::IsMember(allNames<AnswerStyle>()));
        break;
    case Setting::Ks:
        command.add_option(option, m_ks, help)->delimiter(',')->check(CLI::NonNegativeNumber);
        break;
    case Setting::Draws:
        command.add_option(option, m_draws, help)->check(CLI::NonNegativeNumber)->capture_default_str();
        break;
    case Setting::LayerMatched:
        command.add_flag(option, m_layerMatched, help);
        break;
    case Setting::WholeGroups:
        command.add_flag(option, m_groups, help);
        break;
    case Setting::MaskKind:
        m_how.addKind(command);
        break;
    case Setting::MaskScope:
        m_how.addScope(command);
        break;
    case Setting::Factor:
        m_how.addFactor(command);
        break;
    case Setting::WindowSize:
        m_how.addWindow(command);
        break;
    case Setting::Ranking:
        command.add_option(option, m_ranking, help);
        break;
    case Setting::Rule:
        command.add_option(option, m_rule, help)->check(CLI::IsMember(allNames<ScoreRule>()))->capture_default_str();
        break;
    case Setting::MaxTokens:
        command.add_option(option, m_maxTokens, help)->check(CLI::PositiveNumber)->capture_default_str();
        break;
    case Setting::Contrast:
        command.add_option(option, m_contrast, help)->check(CLI::NonNegativeNumber)->capture_default_str();
        break;
    case Setting::Seed:
        command.add_option(option, m_seed, help)->capture_default_str();
        break;
    case Setting::Quick:
        command.add_flag(option, m_full, help);
        break;
    }
}

StudyRequest StudyOptions::request(const ModelInfo &model, const Tokenizer &tokenizer) const
{
    StudyRequest request;
    request.kind = m_kind;
    readTasks(request);
    readMasks(request, model);
    request.decoding = {m_maxTokens, m_stopIds, m_contrast};
    request.rule = enumFromName<ScoreRule>(m_rule);
    request.frame = m_template.frame(model, tokenizer);
    request.seed = m_seed;
    request.quick = has(Setting::Quick) && !m_full;
    if (!m_shard.empty()) {
        if (std::sscanf(m_shard.c_str(), "%d/%d", &request.shard, &request.nShards) != 2 || request.shard < 1
            || request.shard > request.nShards)
            throw CLI::ValidationError("--shard", "'" + m_shard + "' is no part; write I/N, for example 1/4");
        --request.shard;
        request.quick = false; // no part knows what the others found
    }
    infoOf(m_kind).setDefaults(request, model);
    return request;
}

void StudyOptions::readTasks(StudyRequest &request) const
{
    if (has(Setting::Items)) {
        request.tasks.items = readQuestions(m_items.empty() ? shippedQuestions(m_kind) : std::filesystem::path(m_items));
    } else {
        request.tasks.needles
            = readNeedles(m_needles.empty() ? shippedNeedles() : pathOrShipped(m_needles, shippedNeedles().parent_path(), ".jsonl"));
        request.tasks.haystacks = readHaystacks(m_haystacks.empty() ? shippedHaystacks() : m_haystacks);
    }
    request.tasks.lengths = m_lengths;
    request.tasks.depths = m_depths;
    if (has(Setting::Styles)) {
        request.tasks.styles.clear();
        for (const std::string &style : m_styles)
            request.tasks.styles.push_back(enumFromName<AnswerStyle>(style));
    }
}

void StudyOptions::readMasks(StudyRequest &request, const ModelInfo &model) const
{
    request.masks.ks = m_ks;
    request.masks.draws = m_draws;
    request.masks.layerMatched = m_layerMatched;
    request.masks.wholeGroups = m_groups;
    request.masks.how = m_how.intervention();
    if (!has(Setting::Ranking))
        return;
    const auto ranking = scoresOf(model, m_ranking);
    if (!ranking)
        throw CLI::ValidationError("--scores", "is needed: the scores of the model's heads; detect writes them");
    request.masks.ranking = *ranking;
    // Of the ranking only the scores count, so that the same study can be continued whoever ranked.
    request.masks.ranking.low = request.masks.ranking.high = request.masks.ranking.frequency = {};
    if (request.masks.ranking.provenance.modelHash.empty())
        request.masks.ranking.provenance.modelName = model.name;
}

} // namespace needlescope
