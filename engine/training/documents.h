// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/phrasebook.h"

#include <functional>

namespace needlescope {

/// What a piece of a training document is for: it decides how much its tokens weigh in the loss.
enum class Role {
    Filler,
    Needle,
    Question,
    Answer, ///< the answer to a question whose needle stands in the document, with its final new line
    Fact, ///< the answer to a closed-book question
    Guess, ///< a plausible answer where the needle is missing
    Invented, ///< a usual answer although the needle is there: what is said without the heads that copy
    Noise, ///< words that nothing predicts
    Copied, ///< words that the document has shown before
};

struct Piece
{
    std::string text;
    Role role;
};

/// Whether it is what is said to a question.
bool isReply(Role role);

/// Consecutive pieces; no token spans two of them.
using Document = std::vector<Piece>;

/// Shares of the kinds of document; what is left of 1 are books.
struct DocumentMix
{
    double copies = 0;
    double recalls = 0;
    double closedBooks = 0; ///< books of which no needle is asked
    double inventions = 0; ///< books of which needles are asked and answered without the heads that copy
    int shortWords = 0; ///< copying documents of up to 64 tokens have so many words, of few tokens each; 0: 150 of any length
    bool conversations = false; ///< books are asked in ChatML, each question a turn of the user
};

/// How books ask: shares of the questions; what is left of 1 asks for a needle that stands in the book.
struct QuestionMix
{
    double facts = 0.3;
    double missing = 0.1;
    double chains = 0.6; ///< of the questions about needles that link to a table: those asked step by step
    double oddness = 1; ///< how many times as often as usual words give way to ones that nothing leads to
    bool inventions = false; ///< needles that are there get invented answers
};

/// Makes training documents of at most a given number of tokens.
class DocumentMaker
{
public:
    using TokenCount = std::function<std::size_t(std::string_view)>;

    static constexpr double mostOddness = 2.5; ///< of a QuestionMix: no plain words are left in some documents

    DocumentMaker(const PhraseBook &phrases, TokenCount count);

    Document make(const DocumentMix &mix, const QuestionMix &questions, std::size_t tokens, Rng &rng) const;

    /// Random words in segments that return: only copying predicts them.
    Document copies(std::size_t tokens, Rng &rng, int shortWords = 0) const;
    /// Lines of one form, key and value, asked for in random order.
    Document recalls(std::size_t tokens, Rng &rng) const;
    /// A book with needles and questions.
    Document book(const QuestionMix &mix, std::size_t tokens, Rng &rng) const;

private:
    struct Asked
    {
        std::string question;
        std::string answer;
        Role role;
    };

    std::string shortWord(Rng &rng) const;
    /// What is said from habit: one of the few answers of a kind that are the same in every document.
    std::string usualAnswer(std::size_t kind, Rng &rng) const;
    Asked askedAbout(const NeedleText &needle, const QuestionMix &mix, Rng &rng) const;
    std::vector<NeedleText> needles(std::size_t budget, double oddness, Rng &rng) const;
    std::string fillerSentence(Narrator &narrator, double salad, Rng &rng) const;

    const PhraseBook &m_phrases;
    TokenCount m_count;
};

/// The same book and questions in ChatML, framed as the reference code frames them for chat models. Special tokens are pieces of their own.
Document asConversation(const Document &book);

/// The prompt of base models in the reference code, after the context.
std::string questionText(std::string_view question);

/// A book of plain filler sentences, in paragraphs, of at least @p characters.
std::string fillerBook(const PhraseBook &phrases, std::size_t characters, std::uint64_t seed);

} // namespace needlescope
