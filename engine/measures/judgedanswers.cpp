// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/judgedanswers.h"

#include "api/engineerror.h"
#include "measures/answerspan.h"
#include "measures/outcome.h"
#include "measures/textfile.h"
#include "measures/words.h"

namespace needlescope {

namespace {

using Json = nlohmann::json;

JudgedAnswer readLine(std::string_view text, int number, const std::filesystem::path &file)
{
    const Json line = Json::parse(text, nullptr, false);
    if (!line.is_object())
        throw EngineError("Line {} of '{}' is not a JSON object; correct it or take it out.", number, file.string());
    const auto textOf = [&](const char *key, bool required) -> std::string {
        const auto found = line.find(key);
        if (found == line.end() || found->is_null()) {
            if (required)
                throw EngineError("Line {} of '{}' has no {}; add it or take the line out.", number, file.string(), key);
            return {};
        }
        if (!found->is_string())
            throw EngineError("The {} in line {} of '{}' is no text; correct it or take the line out.", key, number, file.string());
        return found->get<std::string>();
    };
    JudgedAnswer answer{{textOf("needle", true), textOf("question", true), textOf("answer", false)}, textOf("context", true),
        textOf("output", true), {}, number};
    if (const std::string outcome = textOf("outcome", false); !outcome.empty()) {
        try {
            answer.byHand = enumFromName<Outcome>(outcome);
        } catch (const EngineError &error) {
            throw EngineError("Line {} of '{}': {}", number, file.string(), error.what());
        }
    }
    if (trimmed(answer.needle.statement).empty() || answer.context.find(trimmed(answer.needle.statement)) == std::string::npos)
        throw EngineError("The needle of line {} of '{}' does not stand in its context; correct one of them.", number, file.string());
    return answer;
}

} // namespace

std::vector<JudgedAnswer> readJudgedAnswers(const std::filesystem::path &file)
{
    const std::string text = readTextFile(file, "answers");
    std::vector<JudgedAnswer> answers;
    forEachLine(text, [&](std::string_view line, int number) { answers.push_back(readLine(line, number, file)); });
    return answers;
}

Outcome judged(const JudgedAnswer &answer)
{
    const std::string_view statement = trimmed(answer.needle.statement);
    const std::string wanted = answerOf(answer.needle);
    const TextSpan span = findAnswer(statement, wanted);
    const std::size_t begin = answer.context.find(statement);
    const std::string behind = answer.context.substr(begin + span.end) + "\n\n" + answer.needle.question;
    return outcomeOf({wanted, answer.output, std::string_view(answer.context).substr(0, begin + span.begin), behind});
}

} // namespace needlescope
