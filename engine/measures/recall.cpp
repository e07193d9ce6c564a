// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/recall.h"

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

/// As rouge_score has them; it knows no words but those of a to z and digits, so words that have neither are counted beside them.
std::map<std::string, int> countWords(std::string_view text, const PorterStemmer &stemmer)
{
    std::map<std::string, int> counts;
    std::string word;
    for (const char c : asciiLowerCase(text) + ' ') {
        if (isRougeLetter(c)) {
            word += c;
        } else if (!word.empty()) {
            ++counts[word.size() > 3 ? stemmer.stem(word) : word];
            word.clear();
        }
    }
    for (const std::string &foreign : wordsOf(text)) {
        if (std::none_of(foreign.begin(), foreign.end(), isRougeLetter))
            ++counts[foreign];
    }
    return counts;
}

} // namespace

double rougeRecall(std::string_view answer, std::string_view output)
{
    const PorterStemmer stemmer;
    const auto wanted = countWords(answer, stemmer);
    auto found = countWords(output, stemmer);
    int total = 0;
    int matches = 0;
    for (const auto &[word, count] : wanted) {
        total += count;
        matches += std::min(count, found[word]);
    }
    return total == 0 ? 0 : static_cast<double>(matches) / total;
}

} // namespace needlescope
