// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/wordforms.h"

#include "measures/stemmer.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace needlescope {

namespace {

using namespace std::string_view_literals;

constexpr std::array smallNumbers{"zero"sv, "one"sv, "two"sv, "three"sv, "four"sv, "five"sv, "six"sv, "seven"sv, "eight"sv, "nine"sv,
    "ten"sv, "eleven"sv, "twelve"sv, "thirteen"sv, "fourteen"sv, "fifteen"sv, "sixteen"sv, "seventeen"sv, "eighteen"sv, "nineteen"sv};
constexpr std::array smallOrdinals{"zeroth"sv, "first"sv, "second"sv, "third"sv, "fourth"sv, "fifth"sv, "sixth"sv, "seventh"sv, "eighth"sv,
    "ninth"sv, "tenth"sv, "eleventh"sv, "twelfth"sv, "thirteenth"sv, "fourteenth"sv, "fifteenth"sv, "sixteenth"sv, "seventeenth"sv,
    "eighteenth"sv, "nineteenth"sv};
constexpr std::array tens{""sv, ""sv, "twenty"sv, "thirty"sv, "forty"sv, "fifty"sv, "sixty"sv, "seventy"sv, "eighty"sv, "ninety"sv};
constexpr std::array ordinalTens{
    ""sv, ""sv, "twentieth"sv, "thirtieth"sv, "fortieth"sv, "fiftieth"sv, "sixtieth"sv, "seventieth"sv, "eightieth"sv, "ninetieth"sv};

using Pair = std::pair<std::string_view, std::string_view>;

// Forms that no ending shows, and a spelling. Sorted, for the binary search.
constexpr std::array irregularForms{Pair{"ate", "eat"}, Pair{"became", "become"}, Pair{"began", "begin"}, Pair{"begun", "begin"},
    Pair{"bitten", "bite"}, Pair{"blew", "blow"}, Pair{"blown", "blow"}, Pair{"bought", "buy"}, Pair{"broke", "break"},
    Pair{"broken", "break"}, Pair{"brought", "bring"}, Pair{"built", "build"}, Pair{"came", "come"}, Pair{"caught", "catch"},
    Pair{"children", "child"}, Pair{"chose", "choose"}, Pair{"chosen", "choose"}, Pair{"drank", "drink"}, Pair{"drawn", "draw"},
    Pair{"drew", "draw"}, Pair{"driven", "drive"}, Pair{"drove", "drive"}, Pair{"drunk", "drink"}, Pair{"dug", "dig"}, Pair{"eaten", "eat"},
    Pair{"fallen", "fall"}, Pair{"fed", "feed"}, Pair{"feet", "foot"}, Pair{"fell", "fall"}, Pair{"felt", "feel"}, Pair{"flew", "fly"},
    Pair{"flown", "fly"}, Pair{"forgot", "forget"}, Pair{"forgotten", "forget"}, Pair{"fought", "fight"}, Pair{"found", "find"},
    Pair{"froze", "freeze"}, Pair{"frozen", "freeze"}, Pair{"gave", "give"}, Pair{"geese", "goose"}, Pair{"given", "give"},
    Pair{"gone", "go"}, Pair{"grew", "grow"}, Pair{"grey", "gray"}, Pair{"grown", "grow"}, Pair{"heard", "hear"}, Pair{"held", "hold"},
    Pair{"hid", "hide"}, Pair{"hidden", "hide"}, Pair{"hung", "hang"}, Pair{"kept", "keep"}, Pair{"knew", "know"}, Pair{"knives", "knife"},
    Pair{"known", "know"}, Pair{"laid", "lay"}, Pair{"led", "lead"}, Pair{"left", "leave"}, Pair{"lent", "lend"}, Pair{"lit", "light"},
    Pair{"loaves", "loaf"}, Pair{"lost", "lose"}, Pair{"made", "make"}, Pair{"meant", "mean"}, Pair{"men", "man"}, Pair{"met", "meet"},
    Pair{"mice", "mouse"}, Pair{"paid", "pay"}, Pair{"ran", "run"}, Pair{"ridden", "ride"}, Pair{"risen", "rise"}, Pair{"rode", "ride"},
    Pair{"rose", "rise"}, Pair{"said", "say"}, Pair{"sang", "sing"}, Pair{"sank", "sink"}, Pair{"sat", "sit"}, Pair{"saw", "see"},
    Pair{"seen", "see"}, Pair{"sent", "send"}, Pair{"shaken", "shake"}, Pair{"shone", "shine"}, Pair{"shook", "shake"},
    Pair{"shot", "shoot"}, Pair{"slept", "sleep"}, Pair{"sold", "sell"}, Pair{"spent", "spend"}, Pair{"spoke", "speak"},
    Pair{"spoken", "speak"}, Pair{"stole", "steal"}, Pair{"stolen", "steal"}, Pair{"stood", "stand"}, Pair{"struck", "strike"},
    Pair{"stuck", "stick"}, Pair{"sung", "sing"}, Pair{"sunk", "sink"}, Pair{"swam", "swim"}, Pair{"swept", "sweep"}, Pair{"taken", "take"},
    Pair{"taught", "teach"}, Pair{"teeth", "tooth"}, Pair{"thought", "think"}, Pair{"threw", "throw"}, Pair{"thrown", "throw"},
    Pair{"told", "tell"}, Pair{"took", "take"}, Pair{"tore", "tear"}, Pair{"torn", "tear"}, Pair{"understood", "understand"},
    Pair{"went", "go"}, Pair{"woke", "wake"}, Pair{"wolves", "wolf"}, Pair{"women", "woman"}, Pair{"won", "win"}, Pair{"wore", "wear"},
    Pair{"worn", "wear"}, Pair{"written", "write"}, Pair{"wrote", "write"}};
static_assert(std::ranges::is_sorted(irregularForms));

template <std::size_t count>
std::optional<std::size_t> placeIn(const std::array<std::string_view, count> &names, std::string_view word)
{
    const auto found = std::ranges::find(names, word);
    return found == names.end() || word.empty() ? std::nullopt : std::optional(static_cast<std::size_t>(found - names.begin()));
}

std::optional<std::size_t> smallNumberOf(std::string_view word)
{
    const auto unit = placeIn(smallNumbers, word);
    return unit ? unit : placeIn(smallOrdinals, word);
}

/// "21st": "21", "4,250": "4250".
std::string plainNumber(std::string word)
{
    const std::size_t digits = word.find_first_not_of("0123456789,");
    const std::string ending = digits == std::string::npos ? std::string() : word.substr(digits);
    if (digits > 0 && (ending == "st" || ending == "nd" || ending == "rd" || ending == "th"))
        word.erase(digits);
    std::erase(word, ',');
    return word;
}

std::string withoutAccents(const std::string &word)
{
    if (std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return word;
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2 *decomposing = icu::Normalizer2::getNFDInstance(error);
    const icu::Normalizer2 *composing = icu::Normalizer2::getNFCInstance(error);
    const icu::UnicodeString whole = decomposing->normalize(icu::UnicodeString::fromUTF8(word), error);
    icu::UnicodeString bare;
    for (std::int32_t i = 0; i < whole.length(); ++i) {
        constexpr char16_t firstAccent = 0x300;
        constexpr char16_t lastAccent = 0x36F; // of Latin, Greek and Cyrillic
        if (whole[i] < firstAccent || whole[i] > lastAccent)
            bare.append(whole[i]);
    }
    std::string result;
    composing->normalize(bare, error).toUTF8String(result);
    return U_SUCCESS(error) ? result : word;
}

/// "harbour": "harbor", "metres": "meters".
std::string americanSpelling(std::string word)
{
    if (const std::size_t our = word.find("our", 1); our != std::string::npos)
        word.erase(our + 1, 1);
    const std::size_t end = word.size() - (word.ends_with('s') ? 1 : 0);
    if (end > 4 && (word.compare(end - 3, 3, "tre") == 0 || word.compare(end - 3, 3, "bre") == 0))
        std::swap(word[end - 2], word[end - 1]);
    return word;
}

std::string englishStem(const std::string &word, const PorterStemmer &stemmer)
{
    const auto irregular = std::ranges::lower_bound(irregularForms, word, {}, &Pair::first);
    if (irregular != irregularForms.end() && irregular->first == word)
        return stemmer.stem(std::string(irregular->second));
    const bool isStem = word.size() < 3 || (word.size() == 3 && word.ends_with('s')); // "bus" has no ending
    return isStem ? word : stemmer.stem(americanSpelling(word));
}

std::string stemOf(const std::string &word, const PorterStemmer &stemmer)
{
    if (isFunctionWord(word))
        return word;
    if (const auto small = smallNumberOf(word))
        return std::to_string(*small);
    const auto ten = placeIn(tens, word);
    if (const auto tenOf = ten ? ten : placeIn(ordinalTens, word))
        return std::to_string(10 * *tenOf);
    std::string bare = withoutAccents(word);
    const bool isEnglish = std::ranges::all_of(bare, [](char c) { return c >= 'a' && c <= 'z'; });
    return isEnglish ? englishStem(bare, stemmer) : plainNumber(std::move(bare));
}

/// "twenty", "one" are 21 both.
void joinTens(Words words, std::vector<std::string> &stems)
{
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const auto ten = placeIn(tens, words[i]);
        const auto unit = smallNumberOf(words[i + 1]);
        if (ten && unit && *unit > 0 && *unit < 10)
            stems[i] = stems[i + 1] = std::to_string(10 * *ten + *unit);
    }
}

} // namespace

std::vector<std::string> stemsOf(Words words)
{
    const PorterStemmer stemmer;
    std::vector<std::string> stems;
    for (const std::string &word : words)
        stems.push_back(stemOf(word, stemmer));
    joinTens(words, stems);
    return stems;
}

std::vector<std::string> spelledAs(Words model, Words words)
{
    std::vector<std::string> spelled;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool apart = i + 1 < words.size() && std::ranges::find(model, words[i] + words[i + 1]) != model.end();
        const auto together = std::ranges::adjacent_find(
            model, [&](const std::string &first, const std::string &second) { return first + second == words[i]; });
        if (apart) {
            spelled.push_back(words[i] + words[i + 1]);
            ++i;
        } else if (together != model.end()) {
            spelled.insert(spelled.end(), together, together + 2);
        } else {
            spelled.push_back(words[i]);
        }
    }
    return spelled;
}

} // namespace needlescope
