// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/exactmatch.h"

#include "api/utf8.h"
#include "measures/sentences.h"
#include "measures/words.h"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>

namespace needlescope {

namespace {

bool isAsciiPunctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool hasCharactersAsWords(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); i += characterAt(text, i).length) {
        if (isWrittenWithoutSpaces(characterAt(text, i).codePoint))
            return true;
    }
    return false;
}

std::vector<std::string> wordsByBlanks(const std::string &text)
{
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

/// SQuAD's words; a text of a script without spaces has its characters instead, as CMRC counts them.
std::vector<std::string> normalizedWords(std::string_view text)
{
    std::vector<std::string> words;
    for (const std::string &word : wordsByBlanks(normalizedAnswer(text))) {
        if (hasCharactersAsWords(word)) {
            const auto characters = wordsOf(word);
            words.insert(words.end(), characters.begin(), characters.end());
        } else {
            words.push_back(word);
        }
    }
    return words;
}

double wordF1Of(const std::string &answer, std::string_view output)
{
    const auto wanted = normalizedWords(answer);
    const auto found = normalizedWords(output);
    if (wanted.empty() || found.empty())
        return wanted == found ? 1 : 0;
    std::map<std::string, int> counts;
    for (const std::string &word : wanted)
        ++counts[word];
    int shared = 0;
    for (const std::string &word : found)
        shared += counts[word]-- > 0 ? 1 : 0;
    if (shared == 0)
        return 0;
    const double precision = static_cast<double>(shared) / static_cast<double>(found.size());
    const double recall = static_cast<double>(shared) / static_cast<double>(wanted.size());
    return 2 * precision * recall / (precision + recall);
}

/// "$1,080." is 1080; nothing where it is no number.
std::optional<double> numberIn(std::string_view text)
{
    std::string digits;
    for (const char c : withoutEndPunctuation(trimmed(text))) {
        if (isDigit(c) || c == '.' || c == '-')
            digits += c;
        else if (c != ',' && c != '$' && c != '%')
            return {};
    }
    if (std::none_of(digits.begin(), digits.end(), isDigit))
        return {};
    try {
        std::size_t read = 0;
        const double number = std::stod(digits, &read);
        return read == digits.size() ? std::optional(number) : std::nullopt;
    } catch (const std::exception &) {
        return {};
    }
}

std::optional<double> lastNumber(std::string_view text)
{
    std::optional<double> last;
    std::size_t i = 0;
    while (i < text.size()) {
        if (!isDigit(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size()
            && (isDigit(text[end]) || ((text[end] == ',' || text[end] == '.') && end + 1 < text.size() && isDigit(text[end + 1]))))
            ++end;
        const bool negative = i > 0 && text[i - 1] == '-' && (i < 2 || text[i - 2] == ' ' || text[i - 2] == '$');
        if (const auto number = numberIn(text.substr(i, end - i)))
            last = negative ? -*number : *number;
        i = end;
    }
    return last;
}

bool isChoice(const std::string &answer)
{
    return answer.size() == 1 && answer[0] >= 'A' && answer[0] <= 'Z';
}

/// The choice that a statement names: the last letter in brackets ("(C) A dog"), else the one it begins with ("C. A dog"), else the last
/// capital letter that stands alone ("so it is C"); empty where there is none.
std::string choiceIn(std::string_view text)
{
    const auto at = [text](std::size_t i) { return i < text.size() ? text[i] : ' '; };
    const auto isCapital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto isWord = [&](char c) { return isCapital(c) || (c >= 'a' && c <= 'z') || isDigit(c); };
    std::string last;
    std::string bracketed;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char before = i == 0 ? ' ' : text[i - 1];
        if (!isCapital(text[i]) || isWord(before) || isWord(at(i + 1)))
            continue;
        if (before == '(' && at(i + 1) == ')')
            bracketed = text[i];
        last = text[i];
    }
    const bool begins = isCapital(at(0)) && !isWord(at(1)) && at(1) != ' ' && at(1) != '\'';
    return !bracketed.empty() ? bracketed : begins ? std::string(1, text[0]) : last;
}

} // namespace

bool isExactly(std::string_view answer, std::string_view output)
{
    const auto normal = [](std::string_view text) {
        std::string result;
        for (const char c : asciiLowerCase(withoutEndPunctuation(trimmed(text)))) {
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!space)
                result += c;
            else if (!result.ends_with(' '))
                result += ' ';
        }
        return result;
    };
    return normal(answer) == normal(output);
}

std::string normalizedAnswer(std::string_view text)
{
    std::string letters;
    for (const char c : asciiLowerCase(text)) {
        if (!isAsciiPunctuation(c))
            letters += c;
    }
    std::string result;
    for (const std::string &word : wordsByBlanks(letters)) {
        if (word == "a" || word == "an" || word == "the")
            continue;
        result += (result.empty() ? "" : " ") + word;
    }
    return std::string(withoutEndPunctuation(result)); // of Chinese: the ASCII ones are gone
}

double wordF1(std::span<const std::string> answers, std::string_view output)
{
    double best = 0;
    for (const std::string &answer : answers)
        best = std::max(best, wordF1Of(answer, output));
    return best;
}

bool isExactMatch(std::span<const std::string> answers, std::string_view output)
{
    return std::any_of(answers.begin(), answers.end(), [&, normal = normalizedAnswer(output)](const std::string &answer) {
        if (isChoice(answer)) // "A" is no article here
            return choiceIn(trimmed(output)) == answer && wordsOf(output).size() == 1;
        return normalizedAnswer(answer) == normal;
    });
}

std::string_view finalStatement(std::string_view output)
{
    output = trimmed(output);
    for (const std::string_view mark : {"####", "answer is", "Answer:", "answer:"}) {
        if (const auto found = output.rfind(mark); found != std::string_view::npos) {
            const std::string_view last = trimmed(output.substr(found + mark.size()));
            return trimmed(last.substr(0, last.find('\n')));
        }
    }
    const auto ends = sentenceEnds(output);
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        if (!trimmed(output.substr(end)).empty())
            begin = end;
    }
    return trimmed(output.substr(begin));
}

bool endsInAnswer(std::span<const std::string> answers, std::string_view output)
{
    const std::string_view last = finalStatement(output);
    return std::any_of(answers.begin(), answers.end(), [&](const std::string &answer) {
        if (isChoice(answer))
            return choiceIn(last) == answer;
        if (const auto number = numberIn(answer))
            return lastNumber(last) == number;
        const std::string wanted = " " + normalizedAnswer(answer);
        const auto isEndOf = [&](std::string_view said) { return wanted.size() > 1 && (" " + normalizedAnswer(said)).ends_with(wanted); };
        return isEndOf(last) || isEndOf(output); // the last sentence of "She met Dr. Vogt." is "Vogt."
    });
}

} // namespace needlescope
