// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/questionfiles.h"

#include "api/engineerror.h"
#include "measures/textfile.h"
#include "measures/words.h"

#include <algorithm>
#include <optional>

namespace needlescope {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string letterOf(std::size_t choice)
{
    return std::string(1, static_cast<char>('A' + static_cast<int>(choice)));
}

/// Ids and answers may be numbers. Throws Json::exception.
std::string textOf(const Json &value)
{
    return value.is_number() ? value.dump() : value.get<std::string>();
}

/// Throws Json::exception.
std::string textIn(const Json &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        if (const auto found = object.find(key); found != object.end())
            return textOf(*found);
    }
    return {};
}

void checkItem(const QuestionItem &item, const fs::path &file, const Sentence &place)
{
    Sentence missing = trimmed(item.question).empty() ? Sentence("question") : Sentence();
    if (item.answers.empty() || std::any_of(item.answers.begin(), item.answers.end(), [](const auto &a) { return trimmed(a).empty(); }))
        missing = Sentence("answer");
    if (!missing.empty())
        throw EngineError("{} of the questions file '{}' has no {}; add one or take the item out.", place, file.string(), missing);
}

/// The number behind "####".
std::string gsmAnswer(const std::string &answer)
{
    const auto mark = answer.rfind("####");
    return mark == std::string::npos ? std::string() : std::string(trimmed(std::string_view(answer).substr(mark + 4)));
}

QuestionItem musiqueItem(const Json &line)
{
    QuestionItem item{textIn(line, {"id"}), {}, line.at("question").get<std::string>(), {line.at("answer").get<std::string>()}, {}};
    for (const Json &paragraph : line.at("paragraphs"))
        item.context += (item.context.empty() ? "" : "\n\n") + paragraph.value("title", std::string()) + "\n"
            + paragraph.at("paragraph_text").get<std::string>();
    for (const auto &alias : line.value("answer_aliases", std::vector<std::string>()))
        item.answers.push_back(alias);
    return item;
}

/// Nothing where the item is not to be asked.
std::optional<QuestionItem> itemOf(const Json &line)
{
    if (line.contains("paragraphs"))
        return line.value("answerable", true) ? std::optional(musiqueItem(line)) : std::nullopt;
    QuestionItem item{textIn(line, {"id"}), textIn(line, {"context", "passage"}), line.at("question").get<std::string>(), {}, {}};
    item.choices = line.value("choices", std::vector<std::string>());
    if (const auto answers = line.find("answers"); answers != line.end()) {
        (answers->is_object() ? answers->at("text") : *answers).get_to(item.answers); // the Hub's rows of SQuAD are objects
        if (answers->is_object() && item.answers.empty())
            return {};
    }
    const auto answer = line.find("answer");
    if (answer != line.end() && answer->is_number() && !item.choices.empty()) {
        const auto choice = answer->get<std::size_t>();
        item.answers = choice < item.choices.size() ? std::vector{letterOf(choice)} : std::vector<std::string>();
    } else if (answer != line.end()) {
        const auto text = textOf(*answer);
        item.answers.push_back(text.find("####") == std::string::npos ? text : gsmAnswer(text));
    }
    return item;
}

std::vector<QuestionItem> readLines(const std::string &content, const fs::path &file)
{
    std::vector<QuestionItem> items;
    forEachLine(content, [&](std::string_view line, int number) {
        std::optional<QuestionItem> item;
        try {
            item = itemOf(Json::parse(line));
        } catch (const Json::exception &error) {
            throw EngineError(
                "Line {} of the questions file '{}' cannot be read ({}); correct it or take it out.", number, file.string(), error.what());
        }
        if (!item)
            return;
        if (item->id.empty())
            item->id = std::to_string(number);
        checkItem(*item, file, Sentence("Line {}", number));
        items.push_back(std::move(*item));
    });
    return items;
}

std::vector<QuestionItem> readSquad(const Json &squad, const fs::path &file)
{
    std::vector<QuestionItem> items;
    try {
        for (const Json &article : squad.at("data")) {
            for (const Json &paragraph : article.at("paragraphs")) {
                for (const Json &question : paragraph.at("qas")) {
                    if (question.value("is_impossible", false))
                        continue;
                    QuestionItem item{textIn(question, {"id"}), paragraph.at("context").get<std::string>(),
                        question.at("question").get<std::string>(), {}, {}};
                    for (const Json &answer : question.at("answers")) {
                        const auto text = answer.at("text").get<std::string>();
                        if (std::find(item.answers.begin(), item.answers.end(), text) == item.answers.end())
                            item.answers.push_back(text);
                    }
                    checkItem(item, file, Sentence("The item '{}'", item.id));
                    items.push_back(std::move(item));
                }
            }
        }
    } catch (const Json::exception &error) {
        throw EngineError("The questions file '{}' is not what SQuAD publishes ({}); get it again.", file.string(), error.what());
    }
    return items;
}

/// RFC 4180: fields in quotes may hold commas, line breaks and doubled quotes.
std::vector<std::vector<std::string>> csvRows(std::string_view text)
{
    std::vector<std::vector<std::string>> rows{{std::string()}};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        std::string &field = rows.back().back();
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            rows.back().emplace_back();
        else if (!quoted && c == '\n')
            rows.push_back({std::string()});
        else if (quoted || c != '\r')
            field += c;
    }
    std::erase_if(rows, [](const auto &row) { return row.size() == 1 && trimmed(row.front()).empty(); });
    return rows;
}

std::vector<QuestionItem> readMmlu(const std::string &content, const fs::path &file)
{
    std::vector<QuestionItem> items;
    int number = 0;
    for (const auto &row : csvRows(content)) {
        const Sentence place("Row {}", ++number);
        const bool isItem = row.size() == 6 && row.back().size() == 1 && row.back()[0] >= 'A' && row.back()[0] <= 'D';
        if (!isItem)
            throw EngineError(
                "{} of the questions file '{}' is not a question with four choices and the letter of the right one; correct it.", place,
                file.string());
        items.push_back({std::to_string(number), {}, row.front(), {row.back()}, {row.begin() + 1, row.begin() + 5}});
        checkItem(items.back(), file, place);
    }
    return items;
}

} // namespace

std::vector<QuestionItem> readQuestions(const fs::path &file)
{
    const std::string content = readTextFile(file, "questions");
    std::vector<QuestionItem> items;
    const Json whole = trimmed(content).front() == '{' ? Json::parse(content, nullptr, false) : Json();
    if (whole.is_object() && whole.contains("data"))
        items = readSquad(whole, file);
    else if (trimmed(content).front() == '{')
        items = readLines(content, file);
    else
        items = readMmlu(content, file);
    if (items.empty())
        throw EngineError("The questions file '{}' holds no question that can be answered; choose another one.", file.string());
    return items;
}

} // namespace needlescope
