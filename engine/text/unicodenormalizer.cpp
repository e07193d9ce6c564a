// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/unicodenormalizer.h"

#include "api/engineerror.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace needlescope {

namespace {

void check(UErrorCode error)
{
    if (U_FAILURE(error))
        throw EngineError("The text cannot be brought into Unicode normal form ({}); shorten or change the text.", u_errorName(error));
}

class UnicodeNormalizer : public Normalizer
{
public:
    explicit UnicodeNormalizer(const icu::Normalizer2 &form)
        : m_form(form)
    {
    }

    void apply(AlignedText &text) const override
    {
        std::string normalized;
        icu::StringByteSink<std::string> sink(&normalized);
        icu::Edits edits;
        UErrorCode error = U_ZERO_ERROR;
        m_form.normalizeUTF8(0, text.text, sink, &edits, error);
        check(error);
        if (!edits.hasChanges())
            return;
        AlignedText result;
        icu::Edits::Iterator edit = edits.getFineIterator();
        while (edit.next(error)) {
            const auto from = static_cast<std::size_t>(edit.sourceIndex());
            const auto to = from + static_cast<std::size_t>(edit.oldLength());
            const auto begin = static_cast<std::size_t>(edit.destinationIndex());
            if (edit.hasChange())
                result.append(
                    std::string_view(normalized).substr(begin, static_cast<std::size_t>(edit.newLength())), text.originOf(from, to));
            else
                result.append(text, from, to);
        }
        check(error);
        text = std::move(result);
    }

private:
    const icu::Normalizer2 &m_form; // ICU's, lives as long as the program
};

} // namespace

std::unique_ptr<const Normalizer> makeUnicodeNormalizer(std::string_view form)
{
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2 *found = nullptr;
    if (form == "NFC")
        found = icu::Normalizer2::getNFCInstance(error);
    else if (form == "NFD")
        found = icu::Normalizer2::getNFDInstance(error);
    else if (form == "NFKC")
        found = icu::Normalizer2::getNFKCInstance(error);
    else if (form == "NFKD")
        found = icu::Normalizer2::getNFKDInstance(error);
    else
        return nullptr;
    check(error);
    return std::make_unique<UnicodeNormalizer>(*found);
}

std::string lowerCaseCharacter(std::string_view character)
{
    std::string lower;
    icu::StringByteSink<std::string> sink(&lower);
    UErrorCode error = U_ZERO_ERROR;
    icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(character), sink, nullptr, error);
    check(error);
    return lower;
}

bool isMark(char32_t codePoint)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(codePoint)) & U_GC_M_MASK) != 0;
}

} // namespace needlescope
