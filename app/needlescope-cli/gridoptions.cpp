// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridoptions.h"

#include "files.h"
#include "shipped.h"

#include "study/inputfiles.h"

namespace needlescope {

void GridOptions::addTo(CLI::App &command)
{
    command.add_option("--needles", m_needles, "Needles in the form of the reference code's needles.jsonl (default: shipped)");
    command.add_option("--haystack", m_haystacks, "Text files, or folders of them, to hide needles in (default: shipped)");
    command.add_option("--lengths", m_lengths, "Prompt lengths in tokens, with commas (default: three, up to 512 or 4,096)")
        ->delimiter(',')
        ->check(CLI::PositiveNumber);
    command.add_option("--depths", m_depths, "Depths in per cent, with commas (default: 0,50,100)")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 100.0));
    m_template.addTo(command);
    command.add_option("--max-tokens", m_maxTokens, "Longest answer")->check(CLI::PositiveNumber)->capture_default_str();
    command.add_option("--stop-ids", m_stopIds, "Token ids that end an answer, with commas (default: the model's)")
        ->delimiter(',')
        ->allow_extra_args(false);
}

StudyRequest GridOptions::study(const ModelInfo &model) const
{
    return {readNeedles(m_needles.empty() ? shippedNeedles() : std::filesystem::path(m_needles)),
        readHaystacks(m_haystacks.empty() ? shippedHaystacks() : m_haystacks),
        m_lengths.empty() ? defaultLengths(model, m_maxTokens) : m_lengths, m_depths, m_template.frame(model), m_maxTokens, m_stopIds};
}

} // namespace needlescope
