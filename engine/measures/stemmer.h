// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

struct sb_stemmer;

namespace needlescope {

/// Snowball's "porter".
class PorterStemmer
{
public:
    PorterStemmer();

    /// Of an English word in lower case.
    std::string stem(const std::string &word) const;

private:
    struct Delete
    {
        void operator()(sb_stemmer *stemmer) const;
    };
    std::unique_ptr<sb_stemmer, Delete> m_stemmer;
};

} // namespace needlescope
