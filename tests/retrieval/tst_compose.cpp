// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "measures/answerspan.h"
#include "measures/sentences.h"
#include "measures/words.h"
#include "oracles.h"
#include "retrieval/compose.h"
#include "retrieval/textpieces.h"

#include <QTest>

#include <filesystem>
#include <fstream>

using namespace needlescope;
namespace fs = std::filesystem;

namespace {

const fs::path oracleFiles = needlescope::oracles();

std::string contentOf(const fs::path &file)
{
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<Needle> paperNeedles()
{
    std::vector<Needle> needles;
    std::ifstream stream(oracleFiles / "needles/needles.jsonl");
    for (std::string line; std::getline(stream, line);)
        needles.push_back(nlohmann::json::parse(line).get<Needle>());
    return needles;
}

std::string textOf(const Prompt &prompt, const Tokenizer &tokenizer, TokenSpan span)
{
    const std::span<const std::int32_t> ids = prompt.ids;
    return tokenizer.decode(ids.subspan(static_cast<std::size_t>(span.begin), static_cast<std::size_t>(span.size())));
}

/// For comparing what a span says with what was asked for.
std::string bare(std::string_view text)
{
    return asciiLowerCase(withoutEndPunctuation(trimmed(text)));
}

/// Every byte is a token: offsets can be counted by hand. The post-processor adds id 0.
class LetterTokenizer : public Tokenizer
{
public:
    Encoding encode(std::string_view utf8, SpecialTokens special) const override
    {
        Encoding encoding;
        if (special == SpecialTokens::Add) {
            encoding.ids.push_back(0);
            encoding.spans.push_back({});
        }
        for (std::size_t i = 0; i < utf8.size(); ++i) {
            encoding.ids.push_back(static_cast<unsigned char>(utf8[i]));
            encoding.spans.push_back({i, i + 1});
        }
        return encoding;
    }
    std::string decode(std::span<const std::int32_t> ids, bool) const override
    {
        std::string text;
        for (const std::int32_t id : ids)
            text += id == 0 ? "" : std::string(1, static_cast<char>(id));
        for (std::size_t i = 0; i < text.size(); ++i) { // a lone lead byte of a two-byte character, as every tokenizer shows it
            const bool lead = static_cast<unsigned char>(text[i]) == 0xC3;
            if (lead && i + 1 == text.size())
                text.replace(i, 1, "\uFFFD");
        }
        return text;
    }
    std::size_t vocabularySize() const override { return 256; }
    std::int32_t idOf(std::string_view) const override { return -1; }
};

PromptRequest smallRequest()
{
    PromptRequest request;
    request.needle = {"The code is kite.", "What is the code?", "kite"};
    request.haystack = {"book", "Aa aa. Bb bb! Cc cc? Dd dd. "};
    request.frame.pattern = "{context}|Q: {question} A:";
    return request;
}

} // namespace

class TestCompose : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesTheNeedle_data()
    {
        QTest::addColumn<double>("depth");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("text");
        // Frame and question need 25 tokens, needle 17, the BOS 1, the space before the needle is paid for by the cut: 27 letters of book
        // fit in 72.
        QTest::newRow("first") << 0.0 << 64 << "The code is kite. Aa aa. Bb bb! Cc cc?|Q: What is the code? A:";
        QTest::newRow("last") << 100.0 << 64 << "Aa aa. Bb bb! Cc cc? The code is kite.|Q: What is the code? A:";
        QTest::newRow("back to a sentence end") << 50.0 << 64 << "Aa aa. The code is kite. Bb bb! Cc cc?|Q: What is the code? A:";
        QTest::newRow("exactly at a sentence end") << 66.0 << 64 << "Aa aa. Bb bb! The code is kite. Cc cc?|Q: What is the code? A:";
        QTest::newRow("in the first sentence: in front") << 10.0 << 64 << "The code is kite. Aa aa. Bb bb! Cc cc?|Q: What is the code? A:";
        QTest::newRow("a short book is repeated")
            << 100.0 << 78 << "Aa aa. Bb bb! Cc cc? Dd dd.\nAa aa. The code is kite.|Q: What is the code? A:";
        QTest::newRow("no room for the book") << 50.0 << 42 << "The code is kite.|Q: What is the code? A:";
    }

    void placesTheNeedle()
    {
        QFETCH(double, depth);
        QFETCH(int, length);
        PromptRequest request = smallRequest();
        request.depthPercent = depth;
        request.length = length;
        const LetterTokenizer tokenizer;
        const Prompt prompt = composePrompt(request, tokenizer);
        QTEST(QString::fromStdString(prompt.text), "text");
        QVERIFY(prompt.ids.size() <= static_cast<std::size_t>(length));
        QCOMPARE(prompt.ids.front(), 0);
        QCOMPARE(prompt.spans.size(), prompt.ids.size());
        QCOMPARE(textOf(prompt, tokenizer, prompt.needle), std::string("kite"));
        QCOMPARE(textOf(prompt, tokenizer, prompt.statement), std::string("The code is kite."));
        QCOMPARE(prompt.answer, std::string("kite"));
    }

    void placesAChineseNeedle_data()
    {
        QTest::addColumn<double>("depth");
        QTest::addColumn<QString>("book");
        QTest::addColumn<QString>("text");
        const QString book = "天亮了。船靠岸！谁来了？有人说话。";
        QTest::newRow("first") << 0.0 << book << "口令是风筝。天亮了。船靠岸！谁来了？|问：口令是什么？ 答：";
        QTest::newRow("last") << 100.0 << book << "天亮了。船靠岸！谁来了？口令是风筝。|问：口令是什么？ 答：";
        QTest::newRow("back to a sentence end") << 50.0 << book << "天亮了。口令是风筝。船靠岸！谁来了？|问：口令是什么？ 答：";
        QTest::newRow("a text without sentences: between characters") << 50.0 << "一二三四五六七八九十甲乙丙丁戊"
                                                                      << "一二三四五六七口令是风筝。八九十甲乙丙丁戊|问：口令是什么？ 答：";
        QTest::newRow("beside another script: a blank") << 100.0 << "Aa aa. Bb bb! Cc cc? Dd dd. Ee ee. Ff f."
                                                        << "Aa aa. Bb bb! Cc cc? Dd dd. Ee ee. Ff f. 口令是风筝。|问：口令是什么？ 答：";
    }

    void placesAChineseNeedle()
    {
        QFETCH(double, depth);
        QFETCH(QString, book);
        PromptRequest request;
        request.needle = {"口令是风筝。", "口令是什么？", {}};
        request.haystack = {"book", book.toStdString()};
        request.frame.pattern = "{context}|问：{question} 答：";
        request.depthPercent = depth;
        request.length = 96;
        const LetterTokenizer tokenizer;
        const Prompt prompt = composePrompt(request, tokenizer);
        QTEST(QString::fromStdString(prompt.text), "text");
        QVERIFY(prompt.ids.size() <= 96);
        QCOMPARE(textOf(prompt, tokenizer, prompt.needle), std::string("风筝"));
        QCOMPARE(textOf(prompt, tokenizer, prompt.statement), std::string("口令是风筝。"));
        QCOMPARE(prompt.answer, std::string("风筝"));
    }

    void quotationsOfEnglishAreSetApart()
    {
        PromptRequest request;
        request.needle = {"“The code is kite.”", "What is the code?", "kite"};
        request.haystack = {"book", "He said “aa.”"};
        request.frame.pattern = "{context}|{question}";
        request.depthPercent = 100;
        request.length = 64;
        const Prompt prompt = composePrompt(request, LetterTokenizer());
        QVERIFY2(prompt.text.find("“aa.” “The code is kite.”|") != std::string::npos, prompt.text.c_str());
    }

    void hidesDistractorsWithTheNeedle()
    {
        PromptRequest request = smallRequest();
        request.needle.distractors = {"Ee ee is one.", "Ff ff is two."};
        request.needle.reply = "The code is kite, so fly.";
        request.depthPercent = 50;
        request.length = 93;
        const LetterTokenizer tokenizer;
        const Prompt prompt = composePrompt(request, tokenizer);
        QCOMPARE(QString::fromStdString(prompt.text),
            QString("Ee ee is one. Aa aa. The code is kite. Bb bb! Ff ff is two. Cc cc?|Q: What is the code? A:"));
        QCOMPARE(textOf(prompt, tokenizer, prompt.needle), std::string("kite"));
        QCOMPARE(textOf(prompt, tokenizer, prompt.statement), std::string("The code is kite."));
        QCOMPARE(prompt.answer, std::string("The code is kite, so fly."));

        request.length = 70; // no room for the book
        QCOMPARE(QString::fromStdString(composePrompt(request, tokenizer).text),
            QString("The code is kite. Ee ee is one. Ff ff is two.|Q: What is the code? A:"));
    }

    void aBookWithoutSentences()
    {
        PromptRequest request = smallRequest();
        request.haystack.text = "one two three four five";
        request.length = 64;
        const Prompt prompt = composePrompt(request, LetterTokenizer());
        QCOMPARE(QString::fromStdString(prompt.text), QString("one two The code is kite. three four|Q: What is the code? A:"));
    }

    void neverCutsACharacter()
    {
        PromptRequest request = smallRequest();
        request.haystack.text = "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9";
        for (int length = 43; length < 80; ++length) {
            request.length = length;
            const Prompt prompt = composePrompt(request, LetterTokenizer());
            QVERIFY(QString::fromUtf8(prompt.text.c_str()).toStdString() == prompt.text);
        }
    }

    void refusesBadRequests_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("question") << "question"
                                  << "question is empty";
        QTest::newRow("needle") << "needle"
                                << "needle is empty";
        QTest::newRow("haystack") << "haystack"
                                  << "'book' is empty";
        QTest::newRow("depth") << "depth"
                               << "0 to 100";
        QTest::newRow("not a number") << "nan"
                                      << "0 to 100";
        QTest::newRow("length") << "length"
                                << "need 42";
        QTest::newRow("negative length") << "negative"
                                         << "too short";
        QTest::newRow("answer") << "answer"
                                << "'balloon' does not stand in";
        QTest::newRow("frame without question") << "frame"
                                                << "{question}";
        QTest::newRow("frame without context") << "context"
                                               << "{context}";
    }

    void refusesBadRequests()
    {
        QFETCH(QString, what);
        QFETCH(QString, said);
        PromptRequest request = smallRequest();
        if (what == "question")
            request.needle.question = " ";
        else if (what == "needle")
            request.needle.statement = "";
        else if (what == "haystack")
            request.haystack.text = "\n\n";
        else if (what == "depth")
            request.depthPercent = 100.5;
        else if (what == "nan")
            request.depthPercent = std::numeric_limits<double>::quiet_NaN();
        else if (what == "length")
            request.length = 41;
        else if (what == "negative")
            request.length = -1;
        else if (what == "answer")
            request.needle.answer = "balloon";
        else if (what == "frame")
            request.frame.pattern = "{context}";
        else
            request.frame.pattern = "{question}";
        const QString error = errorOf([&] { composePrompt(request, LetterTokenizer()); });
        QVERIFY2(error.contains(said) && error.endsWith('.'), qPrintable(error));
    }

    void realTokenizers_data()
    {
        QTest::addColumn<QString>("directory");
        QTest::newRow("gpt2") << "tokenizers/gpt2";
        QTest::newRow("llama2") << "tokenizers/llama2";
        QTest::newRow("llama3") << "tokenizers/llama3";
        QTest::newRow("phi3-mini") << "tokenizers/phi3-mini";
    }

    /// The paper's needles in its own haystack.
    void realTokenizers()
    {
        QFETCH(QString, directory);
        if (!fs::exists(oracleFiles))
            QSKIP("the oracles (../shared/oracles) are not here");
        const auto tokenizer = Tokenizer::load(oracleFiles / directory.toStdString());
        PromptRequest request;
        request.haystack = {"part2", contentOf(oracleFiles / "needles/haystack-part2.txt")};
        for (const Needle &needle : paperNeedles()) {
            request.needle = needle;
            for (const int length : {200, 1000}) {
                request.length = length;
                for (const double depth : {0.0, 36.0, 100.0}) {
                    request.depthPercent = depth;
                    checkPrompt(composePrompt(request, *tokenizer), request, *tokenizer);
                }
            }
        }
    }

    void piecesOfText()
    {
        const LetterTokenizer tokenizer;
        TextPieces pieces(tokenizer);
        QCOMPARE(pieces.next('a', false), std::string("a"));
        QCOMPARE(pieces.next(0xC3, false), std::string());
        QCOMPARE(pieces.next(0xA9, false), std::string("\xc3\xa9"));
        QCOMPARE(pieces.next(0xC3, true), std::string("\uFFFD"));
    }

private:
    static void checkPrompt(const Prompt &prompt, const PromptRequest &request, const Tokenizer &tokenizer)
    {
        const auto length = static_cast<std::size_t>(request.length);
        QVERIFY(prompt.ids.size() <= length);
        QVERIFY2(prompt.ids.size() > length / 2, qPrintable(QString::number(prompt.ids.size())));
        QVERIFY(prompt.ids == tokenizer.encode(prompt.text, SpecialTokens::Add).ids);
        QCOMPARE(bare(textOf(prompt, tokenizer, prompt.needle)), bare(request.needle.answer));
        QCOMPARE(bare(textOf(prompt, tokenizer, prompt.statement)), bare(request.needle.statement));
        const auto place = prompt.text.find(request.needle.statement);
        const auto frame = prompt.text.find("\nBased on the content of the book, Question: " + request.needle.question + "\nAnswer:");
        QVERIFY(place != std::string::npos && frame != std::string::npos);
        if (request.depthPercent == 0)
            QCOMPARE(place, 0U);
        if (request.depthPercent == 100)
            QCOMPARE(place + request.needle.statement.size(), frame);
        if (place > 0 && request.depthPercent < 100)
            QCOMPARE(sentenceEnds(prompt.text.substr(0, place - 1)).back(), place - 1);
    }
};

QTEST_GUILESS_MAIN(TestCompose)
#include "tst_compose.moc"
