// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandline/templateoptions.h"

#include "api/modelinfo.h"
#include "api/prompt.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace needlescope {

class Tokenizer;

/// What the model reads, and how it came to be.
struct FramedPrompt
{
    Prompt prompt;
    std::string chatTemplate; ///< family of the chat template that it stands in; empty: none
};

/// The options that say what the model reads: ids, a text, or a needle in a haystack.
class PromptOptions
{
public:
    void addTo(CLI::App &command);

    /// Of a text or ids only what is known is filled in: `ids`, and with --needle-span `needle` and `answer`. Throws CLI::ValidationError
    /// where the options do not fit together, and EngineError.
    FramedPrompt prompt(const ModelInfo &model, const Tokenizer &tokenizer) const;

private:
    FramedPrompt needleInHaystack(const ModelInfo &model, const Tokenizer &tokenizer) const;
    FramedPrompt text(const ModelInfo &model, const Tokenizer &tokenizer) const;
    TokenSpan needleSpan(std::size_t nTokens) const;

    std::string m_file;
    std::string m_idsFile;
    std::string m_span;
    bool m_noSpecial = false;
    Needle m_needle;
    std::vector<std::string> m_haystacks;
    TemplateOptions m_template;
    int m_length = 512;
    double m_depth = 50;
};

} // namespace needlescope
