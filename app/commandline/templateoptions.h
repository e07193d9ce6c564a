// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/modelinfo.h"
#include "retrieval/promptframe.h"

#include <CLI/CLI.hpp>

namespace needlescope {

/// The options that say what stands around context and question: --template, --system, --frame.
class TemplateOptions
{
public:
    void addTo(CLI::App &command);

    /// Whether the user named a template or a system text.
    bool isChosen() const;

    /// @p userText stands in the user's turn instead of context and question. Tells on standard error what must be told. Throws
    /// EngineError.
    PromptFrame frame(const ModelInfo &model, const Tokenizer &tokenizer, const std::string &userText = {}) const;

private:
    std::string m_name;
    std::string m_pattern;
    std::string m_system;
    CLI::Option *m_systemOption = nullptr;
};

} // namespace needlescope
