// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/maskoptions.h"
#include "commandline/templateoptions.h"

#include "api/modelinfo.h"
#include "api/study.h"
#include "measures/studies/kind.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace needlescope {

/// The options of one kind of study, made from its settings.
class StudyOptions
{
public:
    explicit StudyOptions(StudyKind kind)
        : m_kind(kind)
    {
    }

    void addTo(CLI::App &command);

    /// With the kind's defaults where nothing was chosen. Throws CLI::ValidationError and EngineError: a file that cannot be read, scores
    /// of another model.
    StudyRequest request(const ModelInfo &model, const Tokenizer &tokenizer) const;

private:
    void addSetting(CLI::App &command, Setting setting);
    bool has(Setting setting) const;
    void readTasks(StudyRequest &request) const;
    void readMasks(StudyRequest &request, const ModelInfo &model) const;

    const StudyKind m_kind;
    std::string m_needles;
    std::vector<std::string> m_haystacks;
    std::vector<int> m_lengths;
    std::vector<double> m_depths;
    std::string m_items;
    std::vector<std::string> m_styles{"answer-only", "chain-of-thought"};
    std::vector<int> m_ks;
    int m_draws = 3;
    bool m_layerMatched = false;
    bool m_groups = false;
    HowOptions m_how;
    std::string m_ranking;
    std::string m_rule = "reference";
    int m_maxTokens = 50;
    double m_contrast = 0;
    std::uint64_t m_seed = 1;
    bool m_full = false;
    std::vector<std::int32_t> m_stopIds;
    std::string m_shard;
    TemplateOptions m_template;
};

} // namespace needlescope
