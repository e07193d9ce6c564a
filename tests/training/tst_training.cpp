// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "files/safetensors.h"
#include "measures/needlefiles.h"
#include "text/tokenizer.h"
#include "training/average.h"
#include "training/batchesahead.h"
#include "training/bytepairs.h"
#include "training/documents.h"
#include "training/fusedkernels.h"
#include "training/textencoder.h"
#include "training/trainer.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <numeric>
#include <set>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

using namespace needlescope;

namespace {

constexpr auto TinyRecipe = R"({
    "seed": 7, "warmUpSteps": 5,
    "shape": { "heads": 2, "headDim": 16, "dFfn": 32, "vocabulary": 512 },
    "stages": [
        { "name": "tiny", "layers": 1, "steps": 120, "tokensPerStep": 256, "lengths": [32], "copies": 0.5, "learningRate": 5e-3 },
        { "name": "grown", "layers": 2, "places": [1], "steps": 6, "tokensPerStep": 256, "lengths": [64], "recalls": 0.3, "headDropout": 0.2, "learningRate": 1e-3 }
    ]
})";

std::string contents(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string bookText(std::size_t characters)
{
    return fillerBook(PhraseBook(), characters, 5);
}

/// A folder with a tokenizer, so that no test waits for the large one.
void prepare(const std::filesystem::path &directory)
{
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "tokenizer.json") << tokenizerJson(trainBytePairs(bookText(20000), 512));
}

TrainOptions tinyOptions(const std::filesystem::path &directory)
{
    TrainOptions options;
    options.directory = directory;
    options.precision = Precision::Float;
    options.checkpointEvery = 5;
    options.reportEvery = 1;
    return options;
}

std::string exported(const std::filesystem::path &training)
{
    exportModel(training, training / "model");
    return contents(training / "model" / "model.safetensors");
}

double lossIn(const std::string &line)
{
    const auto at = line.find("loss ");
    return at == std::string::npos ? -1 : std::stod(line.substr(at + 5));
}

/// Plain attention of one sequence, to compare with: qkv (length, 3, heads, D), out (length, heads, D).
std::vector<float> plainAttention(const fusedkernels::AttentionInputs &in, const std::vector<float> &qkv)
{
    const auto [batch, length, heads, D] = in.shape;
    std::vector<float> out(static_cast<std::size_t>(length * heads * D));
    const auto rotated = [&](std::int64_t t, std::int64_t part, std::int64_t h) {
        const float *x = &qkv[static_cast<std::size_t>(((t * 3 + part) * heads + h) * D)];
        std::vector<double> y(static_cast<std::size_t>(D));
        for (std::int64_t d = 0; d < D / 2; ++d) {
            const double c = in.cosines[t * D / 2 + d];
            const double s = in.sines[t * D / 2 + d];
            y[static_cast<std::size_t>(d)] = x[d] * c - x[d + D / 2] * s;
            y[static_cast<std::size_t>(d + D / 2)] = x[d + D / 2] * c + x[d] * s;
        }
        return y;
    };
    for (std::int64_t h = 0; h < heads; ++h) {
        for (std::int64_t i = 0; i < length; ++i) {
            const auto q = rotated(i, 0, h);
            std::vector<double> weights;
            double total = 0;
            for (std::int64_t j = 0; j <= i; ++j) {
                const auto k = rotated(j, 1, h);
                double dot = 0;
                for (std::size_t d = 0; d < q.size(); ++d)
                    dot += q[d] * k[d];
                weights.push_back(
                    std::exp(dot * static_cast<double>(i < in.focusFrom[0] ? 1.0F : in.focus[h]) / std::sqrt(static_cast<double>(D))));
                total += weights.back();
            }
            for (std::int64_t d = 0; d < D; ++d) {
                double sum = 0;
                for (std::int64_t j = 0; j <= i; ++j)
                    sum += weights[static_cast<std::size_t>(j)]
                        * static_cast<double>(qkv[static_cast<std::size_t>(((j * 3 + 2) * heads + h) * D + d)]);
                out[static_cast<std::size_t>((i * heads + h) * D + d)] = static_cast<float>(sum / total);
            }
        }
    }
    return out;
}

} // namespace

class TestTraining : public QObject
{
    Q_OBJECT

private slots:
    void attentionKernelEqualsPlainLoops_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("headDim");
        QTest::newRow("one block") << 16 << 16;
        QTest::newRow("ragged") << 21 << 16;
        QTest::newRow("wide heads") << 19 << 32;
    }

    void attentionKernelEqualsPlainLoops()
    {
        QFETCH(int, length);
        QFETCH(int, headDim);
        constexpr int Heads = 2;
        Rng rng(3);
        const auto random = [&rng](std::size_t n) {
            std::vector<float> values(n);
            for (auto &value : values)
                value = static_cast<float>(rng.uniform() * 2 - 1);
            return values;
        };
        std::vector<float> cosines;
        std::vector<float> sines;
        for (int t = 0; t < length; ++t) {
            for (int d = 0; d < headDim / 2; ++d) {
                const double angle = t * std::pow(10000.0, -2.0 * d / headDim);
                cosines.push_back(static_cast<float>(std::cos(angle)));
                sines.push_back(static_cast<float>(std::sin(angle)));
            }
        }
        const std::vector<float> focus{1.0f, 0.0f}; // the second head attends evenly ...
        const std::vector<std::int64_t> focusFrom{length / 3}; // ... behind a third
        const fusedkernels::AttentionInputs in{{1, length, Heads, headDim}, cosines.data(), sines.data(), focus.data(), focusFrom.data()};
        auto qkv = random(static_cast<std::size_t>(length * 3 * Heads * headDim));
        const auto gradOut = random(static_cast<std::size_t>(length * Heads * headDim));
        std::vector<float> out(gradOut.size());
        std::vector<float> logSumExp(static_cast<std::size_t>(Heads * length));
        std::vector<float> gradQkv(qkv.size());
        fusedkernels::attentionForward(in, qkv.data(), out.data(), logSumExp.data());
        fusedkernels::attentionBackward(in, qkv.data(), out.data(), logSumExp.data(), gradOut.data(), gradQkv.data());

        const auto expected = plainAttention(in, qkv);
        for (std::size_t i = 0; i < out.size(); ++i)
            QVERIFY(std::abs(out[i] - expected[i]) < 1e-5f); // sums of a few float products

        const auto loss = [&](const std::vector<float> &at) {
            const auto result = plainAttention(in, at);
            double sum = 0;
            for (std::size_t i = 0; i < result.size(); ++i)
                sum += static_cast<double>(result[i]) * static_cast<double>(gradOut[i]);
            return sum;
        };
        for (int probe = 0; probe < 40; ++probe) {
            const auto i = rng.below(qkv.size());
            constexpr float Step = 1e-2f;
            auto up = qkv;
            auto down = qkv;
            up[i] += Step;
            down[i] -= Step;
            const double slope = (loss(up) - loss(down)) / (2 * static_cast<double>(Step));
            QVERIFY(std::abs(slope - static_cast<double>(gradQkv[i])) < 2e-3); // central differences err by step squared, plus rounding
        }
    }

    void tokenizerRoundTripsAnyText_data()
    {
        QTest::addColumn<bool>("shipped");
        QTest::newRow("trained here") << false;
        QTest::newRow("of the demo model") << true;
    }

    void tokenizerRoundTripsAnyText()
    {
        QFETCH(bool, shipped);
        QTemporaryDir folder;
        if (!shipped)
            prepare(folder.path().toStdString());
        const auto tokenizer = Tokenizer::load(shipped ? NEEDLESCOPE_SOURCE_DIR "/resources/models/demo" : folder.path().toStdString());
        Rng rng(11);
        for (int sample = 0; sample < 300; ++sample) {
            QString text;
            for (int i = rng.between(1, 40); i > 0; --i) {
                const char32_t ranges[][2]
                    = {{0x20, 0x7E}, {0x0A, 0x0A}, {0xA0, 0x24F}, {0x370, 0x5FF}, {0x4E00, 0x9FFF}, {0x1F300, 0x1F64F}, {0x300, 0x36F}};
                const auto &range = ranges[rng.below(std::size(ranges))];
                const char32_t code = range[0] + static_cast<char32_t>(rng.below(range[1] - range[0] + 1));
                text += QString::fromUcs4(&code, 1);
            }
            const auto utf8 = text.toStdString();
            const auto ids = tokenizer->encode(utf8, SpecialTokens::Add).ids;
            QCOMPARE(ids.front(), static_cast<std::int32_t>(BosId));
            QCOMPARE(tokenizer->decode(ids), utf8);
        }
        QCOMPARE(tokenizer->encode("4812", SpecialTokens::None).ids.size(), std::size_t(4));
    }

    void booksKeepTheirPromises()
    {
        const PhraseBook phrases;
        const DocumentMaker maker(phrases, [](std::string_view text) { return text.size(); });
        int answers = 0;
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            Rng rng = Rng::stream(1, 2, seed);
            const auto document = maker.book({}, 1500, rng);
            std::string before;
            for (const auto &piece : document) {
                if (piece.role == Role::Answer && !before.ends_with(" Think step by step.\nAnswer:")) {
                    ++answers;
                    const auto answer = piece.text.substr(1, piece.text.size() - 2);
                    QVERIFY2(before.find(answer) != std::string::npos, answer.c_str());
                }
                before += piece.text;
            }
            QVERIFY(before.size() <= 1500);
            QVERIFY(before.find("San Francisco") == std::string::npos);
            QVERIFY(before.find("Dolores Park") == std::string::npos);
        }
        QVERIFY(answers > 100);
    }

    /// What a model says without the heads that copy: another answer of the same kind, from the position on that answers first.
    void inventionsLeaveTheNeedleAlone()
    {
        const PhraseBook phrases;
        const QTemporaryDir folder;
        prepare(folder.path().toStdString());
        TextEncoder encoder(Tokenizer::load(folder.path().toStdString()));
        const BatchMaker maker(phrases, encoder, 3);
        Stage stage;
        stage.documents.inventions = 1;
        int invented = 0;
        int same = 0;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            Rng rng = Rng::stream(9, 9, seed);
            const auto document = maker.documents().make(stage.documents, {}, 1500, rng);
            std::string before;
            std::size_t read = 0; // tokens in front of the first reply
            bool replied = false;
            for (const auto &[text, role] : document) {
                QVERIFY(role != Role::Answer && role != Role::Copied);
                if (role == Role::Invented) {
                    ++invented;
                    same += before.substr(0, before.find("\nBased on")).find(text.substr(1, text.size() - 2)) != std::string::npos;
                }
                replied = replied || isReply(role);
                read += replied ? 0 : encoder.count(text);
                before += text;
            }
            const auto batch = maker.make(std::vector<Document>{document}, 1501, rng);
            const bool inventive
                = std::any_of(document.begin(), document.end(), [](const Piece &piece) { return piece.role == Role::Invented; });
            QCOMPARE(batch.inventedFrom.front(),
                static_cast<std::int64_t>(inventive ? read : 0)); // behind <bos>: the colon, which predicts the answer
        }
        QVERIFY(invented > 30);
        QVERIFY2(same * 5 < invented, qPrintable(QString::number(same)));
    }

    void inventionsAreUsualAnswers()
    {
        const PhraseBook phrases;
        const DocumentMaker maker(phrases, [](std::string_view text) { return text.size(); });
        std::set<std::string> different;
        std::size_t invented = 0;
        for (std::uint64_t seed = 0; invented < 10 * phrases.needleKinds(); ++seed) {
            Rng rng = Rng::stream(4, 5, seed);
            for (const auto &[text, role] : maker.book({.inventions = true}, 3000, rng)) {
                if (role == Role::Invented) {
                    ++invented;
                    different.insert(text);
                }
            }
        }
        QVERIFY2(different.size() <= 3 * phrases.needleKinds(), qPrintable(QString::number(different.size())));
    }

    void batchesMadeAheadAreTheSame()
    {
        const PhraseBook phrases;
        const QTemporaryDir folder;
        prepare(folder.path().toStdString());
        const std::shared_ptr<const Tokenizer> tokenizer = Tokenizer::load(folder.path().toStdString());
        TextEncoder encoder(tokenizer);
        const BatchMaker one(phrases, encoder, 3);
        BatchesAhead ahead(phrases, tokenizer, 3, 3);
        Stage stage;
        stage.lengths = {64, 96};
        for (const auto &[stageIndex, step] :
            std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 0}, {1, 7}}) {
            const TrainingBatch expected = one.make(stage, stageIndex, step);
            const TrainingBatch batch = ahead.take(stage, stageIndex, step);
            QCOMPARE(batch.ids, expected.ids);
            QCOMPARE(batch.positions, expected.positions);
            QCOMPARE(batch.weights, expected.weights);
        }
    }

    void conversationsAskTheSameBook()
    {
        const PhraseBook phrases;
        const DocumentMaker maker(phrases, [](std::string_view text) { return text.size(); });
        Rng rng(4);
        const auto document = maker.book({}, 1500, rng);
        std::string plain;
        std::string chat;
        for (const auto &piece : document)
            plain += piece.text;
        for (const auto &piece : asConversation(document))
            chat += piece.text;
        QVERIFY(chat.starts_with("<|im_start|>user\n<book>"));
        QVERIFY(chat.ends_with("<|im_end|>\n"));
        auto expected = QString::fromStdString(plain).replace("\nAnswer:", "\nAnswer:<|im_end|>\n<|im_start|>assistant\n");
        QVERIFY(expected.contains("assistant"));
        expected.replace("\nBased on", "<|im_end|>\n<|im_start|>user\nBased on"); // between two questions
        const auto book = plain.substr(0, plain.find("\nBased on"));
        QVERIFY(chat.find(book + "</book>\nBased on") != std::string::npos);
        QCOMPARE(
            QString::fromStdString(chat).section("</book>\n", 1), expected.section("<|im_start|>user\n", 1).chopped(1) + "<|im_end|>\n");
    }

    void stepsLeadFromANeedleToAFact()
    {
        const PhraseBook phrases;
        std::set<std::string> facts;
        for (const auto &fact : phrases.facts())
            facts.insert(fact.answer);
        int chains = 0;
        Rng rng(23);
        for (std::size_t kind = 0; kind < phrases.needleKinds(); ++kind) {
            const auto needle = phrases.needle(kind, rng, 0);
            for (const auto &[question, answer] : needle.chains) {
                ++chains;
                QVERIFY2(answer.starts_with(needle.statement + " "), answer.c_str());
                QVERIFY2(QString::fromStdString(question).endsWith("Think step by step."), question.c_str());
                const auto known = std::any_of(facts.begin(), facts.end(), [&](const auto &fact) { return answer.ends_with(fact); });
                QVERIFY2(known, answer.c_str());
            }
        }
        QVERIFY(chains > 20);
    }

    void odderBooksHaveMoreWords()
    {
        const PhraseBook phrases;
        const DocumentMaker maker(phrases, [](std::string_view text) { return text.size(); });
        const auto differentWords = [&](double oddness) {
            std::set<QString> words;
            for (std::uint64_t seed = 0; seed < 200; ++seed) {
                Rng rng = Rng::stream(1, 3, seed);
                for (const auto &piece : maker.book({.oddness = oddness}, 1500, rng)) {
                    const QStringList ofPiece = QString::fromStdString(piece.text).toLower().split(QRegularExpression("[^a-z]+"));
                    words.insert(ofPiece.begin(), ofPiece.end());
                }
            }
            return words.size();
        };
        const auto plain = differentWords(0);
        const auto usual = differentWords(1);
        const auto odd = differentWords(2);
        QVERIFY2(plain < usual && usual < odd, qPrintable(QString("%1, %2, %3").arg(plain).arg(usual).arg(odd)));
    }

    void booksAreVaried()
    {
        std::set<std::string> different;
        for (std::uint64_t seed = 0; seed < 120; ++seed) {
            const auto book = QString::fromStdString(fillerBook(PhraseBook(), 6000, seed));
            QVERIFY2(!book.contains('{') && !book.contains('|') && !book.contains('('), qPrintable(book));
            static const QRegularExpression wordPattern("[a-z]+");
            for (auto words = wordPattern.globalMatch(book.toLower()); words.hasNext();)
                different.insert(words.next().captured().toStdString());
            static const QRegularExpression sentenceEnd("(?<=[.!?])\\s+");
            QStringList sentences;
            for (const auto &sentence : book.split(sentenceEnd)) {
                if (sentence.size() > 30)
                    sentences << sentence;
            }
            QCOMPARE(sentences.removeDuplicates(), 0);
        }
        QVERIFY2(different.size() >= 4000, qPrintable(QString::number(different.size())));
    }

    void freeWordsStandInNoNeedle()
    {
        const PhraseBook phrases;
        const auto &freeWords = phrases.freeWords();
        QVERIFY(freeWords.size() > 300);
        const auto wordsOf = [](const std::string &text) {
            static const QRegularExpression wordPattern("[a-z][a-z-]*");
            std::set<std::string> words;
            for (auto word = wordPattern.globalMatch(QString::fromStdString(text).toLower()); word.hasNext();)
                words.insert(word.next().captured().toStdString());
            return words;
        };
        std::set<std::string> seen;
        Rng rng(17);
        for (std::size_t i = 0; i < 30000; ++i)
            seen.merge(wordsOf(phrases.needle(i % phrases.needleKinds(), rng, 0).statement));
        for (const auto &word : freeWords)
            QVERIFY2(!seen.contains(word), word.c_str());

        const std::set<std::string> binding{
            "a", "an", "and", "at", "the", "of", "in", "on", "ride", "across", "inside", "beside", "near", "under", "behind", "bottom"};
        for (const auto &needle : readNeedles(NEEDLESCOPE_SOURCE_DIR "/resources/needles/free.jsonl")) {
            for (const auto &word : wordsOf(needle.answer))
                QVERIFY2(binding.contains(word) || !seen.contains(word), word.c_str());
        }
        QCOMPARE(readNeedles(NEEDLESCOPE_SOURCE_DIR "/resources/needles/typed.jsonl").size(), std::size_t(60));
    }

    void killedTrainingEndsEqual()
    {
        QTemporaryDir folder;
        const std::filesystem::path whole = folder.filePath("whole").toStdString();
        const std::filesystem::path killed = folder.filePath("killed").toStdString();
        prepare(whole);
        prepare(killed);
        const auto recipe = Recipe::parse(TinyRecipe, "of the test");

        const auto child = fork();
        if (child == 0) {
            train(recipe, tinyOptions(killed), [](const std::string &line) {
                if (line.starts_with("tiny 13/"))
                    raise(SIGKILL);
            });
            _exit(0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);

        bool continued = false;
        train(recipe, tinyOptions(killed), [&](const std::string &line) { continued |= line == "continuing at stage 0, step 10"; });
        QVERIFY(continued);

        std::vector<double> losses;
        train(recipe, tinyOptions(whole), [&](const std::string &line) {
            if (lossIn(line) > 0)
                losses.push_back(lossIn(line));
        });
        QCOMPARE(losses.size(), std::size_t(126));
        const auto mean = [&](std::ptrdiff_t from) { return std::accumulate(losses.begin() + from, losses.begin() + from + 10, 0.0) / 10; };
        QVERIFY2(mean(110) < mean(0) - 0.5, "the loss must fall");
        QVERIFY(exported(whole) == exported(killed));

        const auto tensors = SafetensorsFile::open(whole / "model" / "model.safetensors");
        QCOMPARE(tensors->tensors().size(), std::size_t(2 + 2 * 9));
        QCOMPARE(tensors->tensor("model.embed_tokens.weight").shape, (std::vector<std::int64_t>{512, 32}));
        QCOMPARE(tensors->tensor("model.layers.1.self_attn.q_proj.weight").dtype, std::string("BF16"));
    }

    void averageIsTheMeanOfEachWeight()
    {
        QTemporaryDir folder;
        const auto model = [&](const char *name, std::vector<float> numbers) {
            const std::filesystem::path directory = folder.filePath(name).toStdString();
            std::filesystem::create_directories(directory);
            std::ofstream(directory / "config.json") << name;
            writeSafetensors(directory / "model.safetensors",
                {{"w", {"F32", {static_cast<std::int64_t>(numbers.size())}, std::as_bytes(std::span(numbers))}}});
            return directory;
        };
        const auto first = model("first", {1, 2, -3});
        const auto second = model("second", {2, 4, 3});
        const auto out = std::filesystem::path(folder.filePath("mean").toStdString());
        averageModels({first, second}, out);
        const auto file = SafetensorsFile::open(out / "model.safetensors");
        QCOMPARE(file->tensor("w").dtype, std::string("BF16"));
        const auto bytes = file->tensor("w").bytes;
        std::array<std::uint16_t, 3> halves{};
        std::memcpy(halves.data(), bytes.data(), bytes.size());
        QCOMPARE(halves, (std::array<std::uint16_t, 3>{0x3FC0, 0x4040, 0x0000})); // 1.5, 3, 0
        QCOMPARE(contents(out / "config.json"), std::string("second"));

        const auto longer = model("longer", {1, 2, 3, 4});
        QVERIFY(errorOf([&] { averageModels({first, longer}, out); }).contains("another shape"));
        QVERIFY(errorOf([&] { averageModels({first, second}, second); }).contains("another one"));
    }

    /// The real program, in half a minute: two layers find out how to copy.
    void learnsToCopyFromScratch()
    {
        QTemporaryDir folder;
        const QString recipe = NEEDLESCOPE_SOURCE_DIR "/engine/training/tiny.json";
        const auto trainer = [&](const QStringList &options) {
            QProcess process;
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert("OMP_NUM_THREADS", "1");
            process.setProcessEnvironment(environment);
            process.start(NEEDLESCOPE_TRAIN, QStringList{"train", "--recipe", recipe, "--out", folder.filePath("tiny")} + options);
            process.waitForFinished(-1);
            return std::pair(process.exitCode(), process.readAllStandardError());
        };
        const auto [tooSoon, complaint] = trainer({"--stop-after", "5", "--floor", "0.8"});
        QCOMPARE(tooSoon, 1);
        QVERIFY2(complaint.contains("were right at the end"), complaint);
        const auto [code, log] = trainer({"--from-scratch", "--floor", "0.8"});
        QVERIFY2(code == 0, log);
        QVERIFY2(log.contains("training the tokenizer") && !log.contains("continuing"), log);
    }

    void brokenRecipeIsExplained()
    {
        QVERIFY_THROWS_EXCEPTION(EngineError, Recipe::parse("{}", "of the test"));
        QVERIFY_THROWS_EXCEPTION(
            EngineError, Recipe::parse(R"({"stages": [{"name": "odd", "steps": 1, "lengths": [64], "oddness": 3}]})", "of the test"));
        QVERIFY_THROWS_EXCEPTION(EngineError, Recipe::read("/nowhere/recipe.json"));
    }
};

QTEST_GUILESS_MAIN(TestTraining)
#include "tst_training.moc"
