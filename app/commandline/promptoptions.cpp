// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/promptoptions.h"

#include "commandline/files.h"
#include "commandline/shipped.h"

#include "retrieval/compose.h"
#include "text/tokenizer.h"

#include <charconv>

namespace needlescope {

void PromptOptions::addTo(CLI::App &command)
{
    auto *file = command.add_option("--prompt-file", m_file, "Text that the model reads ('-': standard input)");
    auto *ids = command.add_option("--prompt-ids", m_idsFile, "JSON file with the token ids that the model reads");
    auto *needle = command.add_option("--needle", m_needle.statement, "Sentence to hide in a haystack");
    file->excludes(ids)->excludes(needle);
    ids->excludes(needle);
    command.add_flag("--no-special", m_noSpecial, "Insert no special tokens into the text of --prompt-file")->needs(file);
    command.add_option("--needle-span", m_span, "Token positions A:B (B not included) of the answer in the prompt")->excludes(needle);
    command.add_option("--question", m_needle.question, "What is asked about the needle")->needs(needle);
    command.add_option("--answer", m_needle.answer, "Part of the needle that answers (default: what the question does not say)")
        ->needs(needle);
    command.add_option("--haystack", m_haystacks, "Text file to hide the needle in (default: the shipped text)")
        ->needs(needle)
        ->allow_extra_args(false);
    m_template.addTo(command);
    command.add_option("--length", m_length, "Tokens of the whole prompt")
        ->needs(needle)
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_option("--depth", m_depth, "Where the needle goes; 0: first, 100: last")
        ->needs(needle)
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
}

FramedPrompt PromptOptions::prompt(const ModelInfo &model, const Tokenizer &tokenizer) const
{
    if (!m_needle.statement.empty())
        return needleInHaystack(model, tokenizer);
    if (m_idsFile.empty() && m_file.empty())
        throw CLI::RequiredError("One of --prompt-file, --prompt-ids and --needle");
    if (!m_idsFile.empty() && m_template.isChosen())
        throw CLI::ValidationError("--template", "goes around a text; --prompt-ids is read as it is");
    FramedPrompt framed = m_idsFile.empty() ? text(model, tokenizer) : FramedPrompt{};
    Prompt &prompt = framed.prompt;
    if (!m_idsFile.empty())
        prompt.ids = readIds(m_idsFile);
    prompt.needle = needleSpan(prompt.ids.size());
    if (!prompt.needle.empty()) {
        const auto ids = std::span(prompt.ids).subspan(static_cast<std::size_t>(prompt.needle.begin));
        prompt.answer = tokenizer.decode(ids.first(static_cast<std::size_t>(prompt.needle.size())));
    }
    return framed;
}

FramedPrompt PromptOptions::needleInHaystack(const ModelInfo &model, const Tokenizer &tokenizer) const
{
    if (m_needle.question.empty())
        throw CLI::ValidationError("--needle", "needs --question");
    PromptRequest request{m_needle, {}, m_length, m_depth, m_template.frame(model, tokenizer)};
    request.haystack = readHaystacks(m_haystacks.empty() ? shippedHaystacks() : m_haystacks).front();
    return {composePrompt(request, tokenizer), request.frame.chatTemplate};
}

/// The file's text as it is, unless a chat template is asked for.
FramedPrompt PromptOptions::text(const ModelInfo &model, const Tokenizer &tokenizer) const
{
    PromptFrame frame{readText(m_file), {}, true};
    if (m_template.isChosen())
        frame = m_template.frame(model, tokenizer, frame.pattern);
    const auto special = frame.addsSpecialTokens && !m_noSpecial ? SpecialTokens::Add : SpecialTokens::None;
    FramedPrompt framed{{}, frame.chatTemplate};
    framed.prompt.ids = tokenizer.encode(frame.pattern, special).ids;
    return framed;
}

TokenSpan PromptOptions::needleSpan(std::size_t nTokens) const
{
    if (m_span.empty())
        return {};
    TokenSpan span;
    const char *last = m_span.data() + m_span.size();
    const auto [colon, error] = std::from_chars(m_span.data(), last, span.begin);
    const bool first = error == std::errc() && colon != last && *colon == ':';
    const auto [rest, secondError] = first ? std::from_chars(colon + 1, last, span.end) : std::from_chars_result{last, error};
    if (!first || secondError != std::errc() || rest != last || span.begin < 0 || span.empty()
        || static_cast<std::size_t>(span.end) > nTokens)
        throw CLI::ValidationError(
            "--needle-span", "'" + m_span + "' is no span of the prompt's " + std::to_string(nTokens) + " tokens; write A:B");
    return span;
}

} // namespace needlescope
