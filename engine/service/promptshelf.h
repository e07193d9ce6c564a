// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transformer.h"

#include <cstdint>
#include <list>
#include <map>
#include <memory>

namespace needlescope {

/// The prompts that were read last, each with its latest answers; the prompt used longest ago goes first, and its answers with it.
class PromptShelf
{
public:
    /// @p bytesPerToken is what a prompt's keys and values cost, @p budget what all prompts and their answers together may cost; the latest
    /// prompt and the latest answer stay whatever they cost.
    PromptShelf(std::int64_t bytesPerToken, std::int64_t budget);

    /// The kept prompt of exactly these ids, read under the same intervention, now the latest; or nothing.
    std::shared_ptr<const PromptCache> find(std::span<const std::int32_t> ids, const Intervention &reading);

    /// The latest kept prompt that was read under the same intervention, to take over what its beginning has in common; or nothing.
    std::shared_ptr<const PromptCache> latest(const Intervention &reading) const;

    void keep(std::shared_ptr<const PromptCache> prompt, const Intervention &reading);

    /// What the kept answers to the prompt of these ids said, however it was read: behind the prompt's last two tokens, the latest first.
    /// The last word of each, which was never fed, is left out.
    std::vector<std::vector<std::int32_t>> answersTo(std::span<const std::int32_t> ids) const;

    /// Keeps an answer to the latest prompt and returns its number, from 1.
    std::int64_t keepAnswer(Branch answer);

    /// The answer of that number, or null where it is no longer kept.
    const Branch *answer(std::int64_t number) const;

private:
    struct Entry
    {
        std::shared_ptr<const PromptCache> prompt;
        Intervention reading; ///< what changed the prompt's keys and values
        std::map<std::int64_t, Branch> answers; ///< by number
    };

    void trim();

    std::int64_t m_bytesPerToken;
    std::int64_t m_budget;
    std::list<Entry> m_entries; ///< latest first
    std::int64_t m_lastNumber = 0;
};

} // namespace needlescope
