// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "goldens.h"
#include "retrieval/probe.h"

#include <QTest>

#include <map>

using namespace needlescope;

namespace {

// What the README of the goldens asks of a float32 engine.
constexpr float attentionTolerance = 5e-4F;
constexpr double logitTolerance = 2e-3;

struct Golden
{
    std::shared_ptr<const Transformer> model;
    std::shared_ptr<const Tokenizer> tokenizer;
    nlohmann::json samples;
    std::shared_ptr<const SafetensorsFile> tensors;
};

Golden load(const std::string &name)
{
    const auto directory = goldens::root / "models" / name;
    return {Transformer::load(directory), Tokenizer::load(directory), goldens::read(name + "_samples.json").at("samples"),
        SafetensorsFile::open(goldens::root / "goldens" / (name + "_samples.safetensors"))};
}

AnswerOptions reusing(std::shared_ptr<const PromptCache> prompt)
{
    AnswerOptions options;
    options.reuse = std::move(prompt);
    return options;
}

std::vector<std::int32_t> idsOf(const DecodeTrace &trace)
{
    std::vector<std::int32_t> ids;
    for (const DecodedToken &token : trace.tokens)
        ids.push_back(token.id);
    return ids;
}

/// Steps whose ids must be equal: those before the first one that the golden itself decides by a hair.
std::size_t certainSteps(const nlohmann::json &golden)
{
    const auto margins = golden.at("logit_margin").get<std::vector<double>>();
    const auto unsure = std::find_if(margins.begin(), margins.end(), [](double margin) { return margin < logitTolerance; });
    return static_cast<std::size_t>(unsure - margins.begin());
}

std::string textOf(const DecodeTrace &trace)
{
    std::string text;
    for (const DecodedToken &token : trace.tokens)
        text += token.text;
    return text;
}

} // namespace

class TestProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!goldens::present())
            QSKIP("the oracles (../shared/oracles) are not here");
        for (const std::string name : {"gH", "gL"})
            m_goldens.emplace(name, load(name));
    }

    void goldenSamples_data() { models(); }

    void goldenSamples()
    {
        QFETCH(QString, model);
        const Golden &golden = m_goldens.at(model.toStdString());
        std::shared_ptr<const PromptCache> reuse;
        int identical = 0;
        for (const auto &sample : golden.samples) {
            const Answer answer = answerPrompt(*golden.model, *golden.tokenizer, goldens::requestOf(sample), reusing(reuse));
            reuse = answer.prompt;
            if (compareIds(answer.trace, sample))
                continue; // the golden decides by a hair somewhere
            ++identical;
            compareSample(answer.trace, sample, *golden.tensors);
            if (sample.at("full_rows").get<bool>())
                compareRows(golden, answer, sample);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(identical >= static_cast<int>(golden.samples.size()) - 1);
    }

    void goldenMasks_data() { models(); }

    /// All masks of a sample decoded together.
    void goldenMasks()
    {
        QFETCH(QString, model);
        const Golden &golden = m_goldens.at(model.toStdString());
        const auto masks = goldens::read(model.toStdString() + "_masks.json");
        std::map<std::string, std::vector<HeadId>> sets;
        for (const auto &set : masks.at("sets"))
            sets[set.at("name").get<std::string>()] = set.at("heads").get<std::vector<HeadId>>();
        for (const auto &id : masks.at("sample_ids")) {
            // Each mask of scope Everywhere reads the prompt anew; for long prompts that would be most of this test's time.
            const bool decodeOnly = sampleOf(golden, id).at("length").get<int>() > 256;
            std::vector<const nlohmann::json *> runs;
            std::vector<Intervention> interventions;
            for (const auto &run : masks.at("runs")) {
                const auto scope = run.at("scope").get<MaskScope>();
                if (run.at("sample") != id || (decodeOnly && scope == MaskScope::Everywhere))
                    continue;
                runs.push_back(&run);
                interventions.push_back(maskOf(sets.at(run.at("set").get<std::string>()), run.at("kind").get<MaskKind>(), scope));
            }
            QCOMPARE(runs.size(), decodeOnly ? 20U : 40U);
            GenerationRequest request = goldens::requestOf(sampleOf(golden, id));
            request.maxTokens = 32;
            request.stopIds = {4};
            const auto answers = answerWhatIfs(*golden.model, *golden.tokenizer, request, interventions);
            for (std::size_t i = 0; i < runs.size(); ++i)
                compareRun(answers[i].trace, *runs[i]);
            if (QTest::currentTestFailed())
                return;
        }
    }

    /// The masked outputs under their outcomes, as a person calls them.
    void goldenOutcomes_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("unmasked") << "s00"
                                  << ""
                                  << "complete";
        QTest::newRow("eat a burger and drink windy juice") << "s00"
                                                            << "top3"
                                                            << "hallucination";
        QTest::newRow("under the bicycle behind the windy factory") << "s10"
                                                                    << "top3"
                                                                    << "hallucination";
        QTest::newRow("under the suitcase behind the nervous bush") << "s10"
                                                                    << "top2"
                                                                    << "incomplete";
        QTest::newRow("listen to the nervous dancer and drink rainy milk") << "s15"
                                                                           << "top3"
                                                                           << "hallucination";
        QTest::newRow("beef plate hill") << "s17"
                                         << "top1"
                                         << "incomplete";
        QTest::newRow("random heads") << "s17"
                                      << "random3a"
                                      << "complete";
    }

    void goldenOutcomes()
    {
        QFETCH(QString, sample);
        QFETCH(QString, set);
        const Golden &golden = m_goldens.at("gH");
        GenerationRequest request = goldens::requestOf(sampleOf(golden, sample.toStdString()));
        const auto masks = goldens::read("gH_masks.json");
        for (const auto &candidate : masks.at("sets")) {
            if (candidate.at("name") == set.toStdString())
                request.intervention = maskOf(candidate.at("heads").get<std::vector<HeadId>>());
        }
        const DecodeTrace trace = answerPrompt(*golden.model, *golden.tokenizer, request).trace;
        if (!set.isEmpty() && !set.startsWith("random"))
            QCOMPARE(trace.text, std::string(QTest::currentDataTag()));
        QVERIFY(trace.judged);
        QTEST(QString::fromUtf8(nameOf(trace.outcome)), "outcome");
    }

    void togetherEqualsAlone()
    {
        const Golden &golden = m_goldens.at("gH");
        const auto &sample = sampleOf(golden, "s15");
        const std::vector<Intervention> interventions{
            {}, maskOf({{3, 6}, {3, 3}}), maskOf({{3, 7}}, MaskKind::Zero, MaskScope::Everywhere), maskOf({{3, 6}}, MaskKind::Mean)};
        GenerationRequest request = goldens::requestOf(sample);
        std::map<std::size_t, std::string> streamed;
        AnswerOptions options;
        options.onToken = [&](std::size_t whatIf, const DecodedToken &token) { streamed[whatIf] += token.text; };
        const auto together = answerWhatIfs(*golden.model, *golden.tokenizer, request, interventions, options);
        for (std::size_t i = 0; i < interventions.size(); ++i) {
            request.intervention = interventions[i];
            const Answer alone = answerPrompt(*golden.model, *golden.tokenizer, request);
            QVERIFY(idsOf(alone.trace) == idsOf(together[i].trace));
            QVERIFY(alone.trace.heads.argmax == together[i].trace.heads.argmax);
            QVERIFY(together[i].trace.intervention == interventions[i]);
            QCOMPARE(streamed[i], textOf(alone.trace));
            for (std::size_t step = 0; step < alone.trace.tokens.size(); ++step) // a batch may add up in another order
                QVERIFY(std::abs(alone.trace.tokens[step].logProbability - together[i].trace.tokens[step].logProbability) < 1e-4F);
        }
        QVERIFY(together[0].prompt == together[1].prompt); // one reading serves every what-if of scope Decode
        QVERIFY(together[0].prompt != together[2].prompt);
    }

    void promptsTogetherEndAlike()
    {
        const Golden &golden = m_goldens.at("gH");
        std::vector<GenerationRequest> requests(2, goldens::requestOf(sampleOf(golden, "s15")));
        const auto answers = answerPrompts(*golden.model, *golden.tokenizer, requests);
        QVERIFY(idsOf(answers[0].trace) == idsOf(answers[1].trace));
        QVERIFY(answers[0].prompt == answers[1].prompt); // the same ids are read once
        ++requests[1].maxTokens;
        QVERIFY_THROWS_EXCEPTION(EngineError, answerPrompts(*golden.model, *golden.tokenizer, requests));
    }

    void answersWithoutNeedle()
    {
        const Golden &golden = m_goldens.at("gH");
        GenerationRequest request = goldens::requestOf(sampleOf(golden, "s00"));
        request.needle = {};
        request.answer.clear();
        const DecodeTrace trace = answerPrompt(*golden.model, *golden.tokenizer, request).trace;
        QCOMPARE(trace.scores.size(), 0);
        QVERIFY(!trace.judged);
        QCOMPARE(trace.text, sampleOf(golden, "s00").at("output_text").get<std::string>());
    }

    void refusesBadRequests_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("said");
        QTest::newRow("prompt") << "prompt"
                                << "prompt is empty";
        QTest::newRow("last token") << "token"
                                    << "vocabulary";
        QTest::newRow("earlier token") << "early"
                                       << "vocabulary";
        QTest::newRow("span") << "span"
                              << "outside the prompt";
        QTest::newRow("head") << "head"
                              << "no head 6:0";
    }

    void refusesBadRequests()
    {
        QFETCH(QString, what);
        QFETCH(QString, said);
        const Golden &golden = m_goldens.at("gH");
        GenerationRequest request = goldens::requestOf(sampleOf(golden, "s00"));
        if (what == "prompt")
            request.promptIds.clear();
        else if (what == "token")
            request.promptIds.back() = 1176;
        else if (what == "early")
            request.promptIds[3] = -1;
        else if (what == "span")
            request.needle.end = 1000;
        else
            request.intervention = maskOf({{6, 0}});
        const QString error = errorOf([&] { answerPrompt(*golden.model, *golden.tokenizer, request); });
        QVERIFY2(error.contains(said), qPrintable(error));
    }

    void canBeCancelledBetweenTokens()
    {
        const Golden &golden = m_goldens.at("gH");
        std::stop_source source;
        int tokens = 0;
        AnswerOptions options;
        options.work.stop = source.get_token();
        options.onToken = [&](std::size_t, const DecodedToken &) {
            if (++tokens == 3)
                source.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(
            Cancelled, answerPrompt(*golden.model, *golden.tokenizer, goldens::requestOf(sampleOf(golden, "s00")), options));
        QCOMPARE(tokens, 3);
    }

private:
    static void models()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("gH") << "gH";
        QTest::newRow("gL") << "gL";
    }

    static const nlohmann::json &sampleOf(const Golden &golden, const std::string &id)
    {
        return *std::find_if(golden.samples.begin(), golden.samples.end(), [&](const auto &sample) { return sample.at("id") == id; });
    }

    /// True where the output differs in a way that the tolerances allow; a test failure where they do not.
    static bool compareIds(const DecodeTrace &trace, const nlohmann::json &golden)
    {
        const auto ids = idsOf(trace);
        const auto wanted = golden.at("output_ids").get<std::vector<std::int32_t>>();
        if (ids == wanted)
            return false;
        const auto certain = static_cast<std::ptrdiff_t>(std::min({certainSteps(golden), ids.size(), wanted.size()}));
        [&] { QVERIFY(certain < std::ssize(wanted) && std::equal(ids.begin(), ids.begin() + certain, wanted.begin())); }();
        return true;
    }

    static void compareSample(const DecodeTrace &trace, const nlohmann::json &golden, const SafetensorsFile &tensors)
    {
        const auto id = golden.at("id").get<std::string>();
        QCOMPARE(trace.stopped, golden.at("stopped").get<bool>());
        QVERIFY(std::abs(trace.recall - golden.at("rouge1_recall").get<double>()) < 1e-6);
        const auto argmax = goldens::values<std::int32_t>(tensors, id + ".argmax");
        const auto weight = goldens::values<float>(tensors, id + ".weight");
        const auto margin = goldens::values<float>(tensors, id + ".margin");
        QCOMPARE(trace.heads.argmax.size(), argmax.size());
        for (std::size_t i = 0; i < argmax.size(); ++i) {
            QVERIFY(trace.heads.argmax[i] == argmax[i] || margin[i] <= attentionTolerance);
            QVERIFY(std::abs(trace.heads.weight[i] - weight[i]) < attentionTolerance);
        }
        // No hit of the goldens has a margin within the tolerance, so the scores are exactly equal.
        const HeadArray hits = goldens::headArray(golden.at("head_hits"));
        const int needle = golden.at("needle_end").get<int>() - golden.at("needle_start").get<int>();
        QVERIFY((trace.scores == hits / static_cast<float>(needle)).all());
    }

    static void compareRows(const Golden &golden, const Answer &answer, const nlohmann::json &sample)
    {
        const auto name = sample.at("id").get<std::string>() + ".attn";
        const auto rows = goldens::values<float>(*golden.tensors, name);
        const auto &shape = golden.tensors->tensor(name).shape; // (steps, layers, heads, keys)
        const auto keys = static_cast<std::size_t>(shape[3]);
        for (int step = 0; step < shape[0]; step += 5) {
            for (int head = 0; head < 8; ++head) {
                const auto row = golden.model->attentionRow(answer.branch, step, {3, head});
                const auto *wanted = rows.data() + answer.trace.heads.index(step, {3, head}) * keys;
                QCOMPARE(row.size(), answer.prompt->ids().size() + 1 + static_cast<std::size_t>(step));
                for (std::size_t key = 0; key < row.size(); ++key)
                    QVERIFY(std::abs(row[key] - wanted[key]) < attentionTolerance);
            }
        }
    }

    static void compareRun(const DecodeTrace &trace, const nlohmann::json &run)
    {
        if (compareIds(trace, run))
            return;
        QCOMPARE(trace.stopped, run.at("stopped").get<bool>());
        QVERIFY(std::abs(trace.recall - run.at("rouge1_recall").get<double>()) < 1e-6);
    }

    std::map<std::string, Golden> m_goldens;
};

QTEST_GUILESS_MAIN(TestProbe)
#include "tst_probe.moc"
