// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"
#include "api/modelinfo.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// The options that say how heads are changed.
class HowOptions
{
public:
    /// All of them.
    void addTo(CLI::App &command);

    void addKind(CLI::App &command);
    void addScope(CLI::App &command);
    void addFactor(CLI::App &command);
    void addWindow(CLI::App &command);

    /// Without heads.
    Intervention intervention() const;

private:
    std::string m_kind = "uniform";
    std::string m_scope = "decode";
    float m_factor = 1;
    std::vector<int> m_window{4, 64};
};

/// The options that say which heads are masked, and how.
class MaskOptions
{
public:
    void addTo(CLI::App &command);

    /// Throws CLI::ValidationError where the options do not fit together, and EngineError for a head that the model does not have or a bad
    /// score file.
    Intervention intervention(const ModelInfo &model) const;

private:
    std::vector<HeadId> heads(const ModelInfo &model) const;
    std::vector<HeadId> headsOfGroups(const ModelInfo &model) const;

    std::string m_list;
    std::string m_groups;
    int m_top = 0;
    int m_random = 0;
    std::string m_scores;
    std::uint64_t m_seed = 0;
    HowOptions m_how;
};

} // namespace needlescope
