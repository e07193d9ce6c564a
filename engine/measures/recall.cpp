// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/recall.h"

#include "api/utf8.h"
#include "measures/stemmer.h"
#include "measures/words.h"

#include <algorithm>
#include <map>
#include <string>

namespace needlescope {

namespace {

bool isRougeLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// As rouge_score has them, which knows no words but those of a to z and digits. Beside them, characters of scripts without spaces are
/// counted, and where @p allScripts, the words of all others.
std::map<std::string, int> countWords(std::string_view text, const PorterStemmer &stemmer, bool allScripts)
{
    std::map<std::string, int> words;
    std::string word;
    for (const char c : asciiLowerCase(text) + ' ') {
        if (isRougeLetter(c)) {
            word += c;
        } else if (!word.empty()) {
            ++words[word.size() > 3 ? stemmer.stem(word) : word];
            word.clear();
        }
    }
    for (const std::string &foreign : wordsOf(text)) {
        const bool counts = allScripts || isWrittenWithoutSpaces(characterAt(foreign, 0).codePoint);
        if (counts && std::none_of(foreign.begin(), foreign.end(), isRougeLetter))
            ++words[foreign];
    }
    return words;
}

} // namespace

double rougeRecall(std::string_view answer, std::string_view output)
{
    const PorterStemmer stemmer;
    const std::string lower = asciiLowerCase(answer);
    const bool allScripts = std::none_of(lower.begin(), lower.end(), isRougeLetter);
    const auto wanted = countWords(answer, stemmer, allScripts);
    auto found = countWords(output, stemmer, allScripts);
    int total = 0;
    int matches = 0;
    for (const auto &[word, count] : wanted) {
        total += count;
        matches += std::min(count, found[word]);
    }
    return total == 0 ? 0 : static_cast<double>(matches) / total;
}

} // namespace needlescope
