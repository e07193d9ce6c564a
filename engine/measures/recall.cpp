// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/recall.h"

#include "measures/words.h"

#include <libstemmer.h>

#include <map>
#include <memory>
#include <new>
#include <string>

namespace needlescope {

namespace {

class PorterStemmer
{
public:
    PorterStemmer()
        : m_stemmer(sb_stemmer_new("porter", "UTF_8"))
    {
        if (!m_stemmer)
            throw std::bad_alloc();
    }

    std::string stem(const std::string &word) const
    {
        std::basic_string<sb_symbol> symbols(word.begin(), word.end());
        const sb_symbol *stem = sb_stemmer_stem(m_stemmer.get(), symbols.data(), static_cast<int>(symbols.size()));
        if (!stem)
            throw std::bad_alloc();
        return {stem, stem + sb_stemmer_length(m_stemmer.get())};
    }

private:
    struct Delete
    {
        void operator()(sb_stemmer *stemmer) const { sb_stemmer_delete(stemmer); }
    };
    std::unique_ptr<sb_stemmer, Delete> m_stemmer;
};

bool isRougeLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

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
