// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"

#include <cstdint>
#include <list>

namespace needlescope {

/// A composed prompt with what it was made of.
struct KeptPrompt
{
    Prompt prompt;
    PromptRequest request;
};

/// The prompts that were composed last, by handle: later requests name one instead of sending 100,000 ids back.
class PromptKeeper
{
public:
    /// Returns the prompt with its handle.
    Prompt keep(Prompt prompt, const PromptRequest &request);

    /// Throws EngineError where it is no longer kept.
    const KeptPrompt &of(std::int64_t handle) const;

private:
    std::list<KeptPrompt> m_prompts; ///< latest first
    std::int64_t m_lastHandle = 0;
};

} // namespace needlescope
