// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/promptkeeper.h"

#include "api/engineerror.h"
#include "measures/answerspan.h"

#include <algorithm>

namespace needlescope {

namespace {

constexpr std::size_t mostKept = 16;

} // namespace

Prompt PromptKeeper::keep(Prompt prompt, const PromptRequest &request)
{
    prompt.handle = ++m_lastHandle;
    m_prompts.push_front({prompt, request});
    Needle &needle = m_prompts.front().request.needle;
    if (needle.answer.empty())
        needle.answer = answerOf(needle); // what was derived belongs to what was asked
    if (m_prompts.size() > mostKept)
        m_prompts.pop_back();
    return prompt;
}

const KeptPrompt &PromptKeeper::of(std::int64_t handle) const
{
    const auto found
        = std::find_if(m_prompts.begin(), m_prompts.end(), [handle](const KeptPrompt &kept) { return kept.prompt.handle == handle; });
    if (found == m_prompts.end())
        throw EngineError("The prompt {} is no longer kept; ask the question again.", handle);
    return *found;
}

} // namespace needlescope
