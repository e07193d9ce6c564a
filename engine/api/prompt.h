// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/fields.h"
#include "api/sentence.h"
#include "api/span.h"

#include <string>
#include <vector>

namespace needlescope {

/// A fact hidden in a text. JSON keys are those of the reference code's `needles.jsonl`.
struct Needle
{
    std::string statement; ///< the sentence put into the haystack; key `needle`
    std::string question;
    std::string answer; ///< the part of the statement that answers; key `real_needle`
    std::string reply{}; ///< what a right output says, where that is not the answer: a chain of thought, a fact from elsewhere
    std::vector<std::string> distractors{}; ///< sentences hidden with the needle, evenly over the haystack

    friend bool operator==(const Needle &, const Needle &) = default;
};

inline void to_json(nlohmann::json &json, const Needle &needle)
{
    json = {{"needle", needle.statement}, {"question", needle.question}, {"real_needle", needle.answer}};
    if (!needle.reply.empty())
        json["reply"] = needle.reply;
    if (!needle.distractors.empty())
        json["distractors"] = needle.distractors;
}

inline void from_json(const nlohmann::json &json, Needle &needle)
{
    needle = {json.value("needle", std::string()), json.value("question", std::string()), json.value("real_needle", std::string()),
        json.value("reply", std::string()), json.value("distractors", std::vector<std::string>())};
}

/// A question about a text of its own, or about none: an item of Extract QA, GSM8K, MuSiQue, MMLU.
struct QuestionItem
{
    std::string id;
    std::string context{}; ///< the passage; may be empty
    std::string question;
    std::vector<std::string> answers{}; ///< any of them is right
    std::vector<std::string> choices{}; ///< of a multiple-choice question; the answers are then letters, A first
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(QuestionItem, id, context, question, answers, choices)

/// A text to hide needles in.
struct Haystack
{
    std::string name;
    std::string text; ///< UTF-8
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Haystack, name, text)

/// The text around context and question. `{context}` and `{question}` are replaced; the default is the reference code's for base models.
struct PromptFrame
{
    std::string pattern = "{context}\nBased on the content of the book, Question: {question}\nAnswer:";
    std::string chatTemplate; ///< family of the chat template that wrote the pattern, "chatml"; empty: none
    bool addsSpecialTokens = true; ///< what the tokenizer puts around a text (BOS); chat templates bring their own

    friend bool operator==(const PromptFrame &, const PromptFrame &) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PromptFrame, pattern, chatTemplate, addsSpecialTokens)

/// A frame with what a user must be told about it.
struct ChosenFrame
{
    PromptFrame frame;
    Sentence note; ///< empty: nothing
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ChosenFrame, frame, note)

/// What compose() makes a prompt from.
struct PromptRequest
{
    Needle needle;
    Haystack haystack;
    int length = 512; ///< tokens of the whole prompt, question and frame included; the haystack is cut to fit
    double depthPercent = 50; ///< 0: the needle comes first, 100: last before the question
    PromptFrame frame;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PromptRequest, needle, haystack, length, depthPercent, frame)

/// A prompt ready for the model. Positions count tokens of `ids`.
struct Prompt
{
    std::string text; ///< UTF-8
    std::vector<std::int32_t> ids;
    std::vector<TextSpan> spans; ///< for each id, its bytes of `text` (empty for an inserted BOS)
    TokenSpan needle; ///< the answer part inside the statement; the span of the retrieval score
    TokenSpan statement; ///< the whole inserted sentence
    TokenSpan asked; ///< everything behind the context: the question with its frame
    std::string answer; ///< what a complete output says
    std::int64_t handle = 0; ///< names it in later requests; 0: not kept
};

inline void to_json(nlohmann::json &json, const Prompt &prompt)
{
    std::vector<std::uint64_t> spans;
    spans.reserve(2 * prompt.spans.size());
    for (const TextSpan &span : prompt.spans)
        spans.insert(spans.end(), {span.begin, span.end});
    json = {{"text", prompt.text}, {"ids", packed(prompt.ids)}, {"spans", packed(spans)}, {"needle", prompt.needle},
        {"statement", prompt.statement}, {"asked", prompt.asked}, {"answer", prompt.answer}, {"handle", prompt.handle}};
}

inline void from_json(const nlohmann::json &json, Prompt &prompt)
{
    prompt = {};
    readField(json, "text", prompt.text);
    readPackedField(json, "ids", prompt.ids);
    std::vector<std::uint64_t> spans;
    readPackedField(json, "spans", spans);
    for (std::size_t i = 0; i + 1 < spans.size(); i += 2)
        prompt.spans.push_back({spans[i], spans[i + 1]});
    readField(json, "needle", prompt.needle);
    readField(json, "statement", prompt.statement);
    readField(json, "asked", prompt.asked);
    readField(json, "answer", prompt.answer);
    readField(json, "handle", prompt.handle);
}

} // namespace needlescope
