// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "templateoptions.h"

#include "api/detectiongrid.h"
#include "api/modelinfo.h"
#include "api/study.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace needlescope {

/// The options that say which needles are hidden where: needles x lengths x depths.
class GridOptions
{
public:
    void addTo(CLI::App &command);

    /// Throws EngineError: a file that cannot be read.
    StudyRequest study(const ModelInfo &model) const;

private:
    std::string m_needles;
    std::vector<std::string> m_haystacks;
    std::vector<int> m_lengths;
    std::vector<double> m_depths = defaultDepths();
    TemplateOptions m_template;
    int m_maxTokens = 50;
    std::vector<std::int32_t> m_stopIds;
};

} // namespace needlescope
