// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/stemmer.h"

#include <libstemmer.h>

#include <new>

namespace needlescope {

void PorterStemmer::Delete::operator()(sb_stemmer *stemmer) const
{
    sb_stemmer_delete(stemmer);
}

PorterStemmer::PorterStemmer()
    : m_stemmer(sb_stemmer_new("porter", "UTF_8"))
{
    if (!m_stemmer)
        throw std::bad_alloc();
}

std::string PorterStemmer::stem(const std::string &word) const
{
    std::basic_string<sb_symbol> symbols(word.begin(), word.end());
    const sb_symbol *stem = sb_stemmer_stem(m_stemmer.get(), symbols.data(), static_cast<int>(symbols.size()));
    if (!stem)
        throw std::bad_alloc();
    return {stem, stem + sb_stemmer_length(m_stemmer.get())};
}

} // namespace needlescope
