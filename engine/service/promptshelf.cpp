// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/promptshelf.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace needlescope {

namespace {

/// Answers of one prompt that are kept for attention rows: the baseline, and the last steps of somebody who tries masks.
constexpr std::size_t maxAnswers = 24;

} // namespace

PromptShelf::PromptShelf(std::int64_t bytesPerToken, std::int64_t budget)
    : m_bytesPerToken(bytesPerToken)
    , m_budget(budget)
{
}

std::shared_ptr<const PromptCache> PromptShelf::find(std::span<const std::int32_t> ids, const Intervention &reading)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
        [&](const Entry &entry) { return entry.reading == reading && std::ranges::equal(entry.prompt->ids(), ids); });
    if (found == m_entries.end())
        return {};
    m_entries.splice(m_entries.begin(), m_entries, found);
    return found->prompt;
}

std::shared_ptr<const PromptCache> PromptShelf::latest(const Intervention &reading) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &entry) { return entry.reading == reading; });
    return found == m_entries.end() ? nullptr : found->prompt;
}

void PromptShelf::keep(std::shared_ptr<const PromptCache> prompt, const Intervention &reading)
{
    m_entries.push_front({std::move(prompt), reading, {}});
    trim();
}

std::vector<std::vector<std::int32_t>> PromptShelf::answersTo(std::span<const std::int32_t> ids) const
{
    std::map<std::int64_t, std::vector<std::int32_t>, std::greater<>> latestFirst;
    for (const Entry &entry : m_entries) {
        if (!std::ranges::equal(entry.prompt->ids(), ids))
            continue;
        for (const auto &[number, answer] : entry.answers) {
            auto &text = latestFirst[number];
            if (!ids.empty())
                text.push_back(ids.back());
            text.insert(text.end(), answer.fed().begin(), answer.fed().end());
        }
    }
    std::vector<std::vector<std::int32_t>> texts;
    texts.reserve(latestFirst.size());
    for (auto &[number, text] : latestFirst)
        texts.push_back(std::move(text));
    return texts;
}

std::int64_t PromptShelf::keepAnswer(Branch answer)
{
    auto &answers = m_entries.front().answers;
    answers.emplace(++m_lastNumber, std::move(answer));
    if (answers.size() > maxAnswers)
        answers.erase(answers.begin());
    trim();
    return m_lastNumber;
}

const Branch *PromptShelf::answer(std::int64_t number) const
{
    for (const auto &entry : m_entries) {
        if (const auto found = entry.answers.find(number); found != entry.answers.end())
            return &found->second;
    }
    return nullptr;
}

/// First the prompts used longest ago, then the latest prompt's oldest answers.
void PromptShelf::trim()
{
    std::int64_t bytes = 0;
    auto entry = m_entries.begin();
    for (; entry != m_entries.end(); ++entry) {
        bytes += m_bytesPerToken * entry->prompt->size();
        for (const auto &[number, answer] : entry->answers)
            bytes += answer.bytes();
        if (entry != m_entries.begin() && bytes > m_budget)
            break;
    }
    m_entries.erase(entry, m_entries.end());
    auto &answers = m_entries.front().answers;
    while (m_entries.size() == 1 && answers.size() > 1 && bytes > m_budget) {
        bytes -= answers.begin()->second.bytes();
        answers.erase(answers.begin());
    }
}

} // namespace needlescope
