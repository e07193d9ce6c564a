// SPDX-License-Identifier: GPL-3.0-or-later
#include "errorof.h"
#include "fixtures.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <iterator>
#include <map>

using namespace needlescope;

namespace {

/// Of the spread of the golden logits: float32 sums in another order.
constexpr double logitTolerance = 1e-3;
constexpr double weightTolerance = 1e-4;

} // namespace

/// The forward pass against transformers, eager attention, float32.
class TestOracles : public QObject
{
    Q_OBJECT

private slots:
    void checkpoints_data()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<QString>("device");
        std::vector<NamedFolder> all = goldenCheckpoints();
        std::ranges::copy(goldenCheckpoints2026(m_scratch.path().toStdString()), std::back_inserter(all));
        for (const auto &[name, path] : all) {
            QTest::addRow("%s", qPrintable(name)) << path << false << "cpu";
            QTest::addRow("%s, torch's operations", qPrintable(name)) << path << true << "cpu";
            if (torchDevice() != "cpu")
                QTest::addRow("%s, %s", qPrintable(name), torchDevice().c_str()) << path << true << torchDevice().c_str();
        }
    }

    void checkpoints()
    {
        QFETCH(std::filesystem::path, directory);
        QFETCH(bool, plain);
        QFETCH(QString, device);
        const auto golden = SafetensorsFile::open(directory / "golden.safetensors");
        LoadOptions options;
        options.plain = plain;
        options.device = device.toStdString();
        const auto model = Transformer::load(directory, options);
        const std::vector<std::int32_t> ids = integers(*golden, "input_ids");
        const std::span<const float> logits = floats(*golden, "logits");

        const Transformer::Trace mapped = model->trace(ids, true);
        QCOMPARE_LE(largestDifference(numbers(mapped.logits), logits), logitTolerance * spread(logits));
        QCOMPARE_LE(largestDifference(mapped.attentions, floats(*golden, "attentions")), weightTolerance);

        const Transformer::Trace blocked = model->trace(ids, false);
        QVERIFY(blocked.attentions.empty());
        QCOMPARE_LE(largestDifference(numbers(blocked.logits), logits), logitTolerance * spread(logits));

        const char *const greedy = golden->tensors().contains("greedy_ids_cache") ? "greedy_ids_cache" : "greedy_ids";
        if (golden->tensors().contains(greedy))
            decodesAs(*model, integers(*golden, greedy), static_cast<int>(ids.size()), logitTolerance * spread(logits));
    }

    void groupsAreWholeInEveryLayer()
    {
        const std::filesystem::path directory = oracle("checkpoints2026/gemma4-wrapper"); // layers of two and of one key-value head
        if (!std::filesystem::exists(directory))
            QSKIP("the oracles are not there");
        QCOMPARE(Transformer::load(directory)->info().nKvHeads, 1);
    }

    void refused_data()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        QTest::addColumn<QString>("expected");
        const auto row = [](const QString &name, const std::filesystem::path &path, const QString &expected) {
            QTest::addRow("%s", qPrintable(name)) << path << expected;
        };
        const std::map<QString, QString> told{
            {"nested-rope", "rope_parameters"}, {"untied-no-head", "lm_head.weight"}, {"prefix-orig-mod", "'_orig_mod."}};
        for (const NamedFolder &folder : oracleFolders("configs/refuse")) {
            const auto own = told.find(folder.name.section('/', -1));
            row(folder.name, folder.path, own == told.end() ? "quantization_config" : own->second);
        }
        row("no-index", oracle("configs/files/no-index"), "'model-0000");
        row("lora-adapter", oracle("configs/files/lora-adapter"), "an adapter");
    }

    /// In one sentence.
    void refused()
    {
        QFETCH(std::filesystem::path, directory);
        QFETCH(QString, expected);
        if (!std::filesystem::exists(directory))
            QSKIP("the oracles are not there");
        const QString error = errorOf([&] { Transformer::load(directory); });
        QVERIFY2(error.contains(expected) && error.contains(QString::fromStdString(directory.string())), qPrintable(error));
        QVERIFY2(error.endsWith('.') && !error.contains('\n'), qPrintable(error));
    }

    void shardsElsewhere_data()
    {
        QTest::addColumn<std::filesystem::path>("directory");
        for (const char *name : {"index-wrong-shard", "subfolder-shard"})
            QTest::addRow("%s", name) << oracle("configs/files") / name;
    }

    void shardsElsewhere()
    {
        QFETCH(std::filesystem::path, directory);
        if (!std::filesystem::exists(directory))
            QSKIP("the oracles are not there");
        const auto model = Transformer::load(directory);
        QCOMPARE_GT(spread(numbers(model->trace(someIds(9), false).logits)), 0.0);
    }

    /// No result may come of it.
    void notANumber()
    {
        const std::filesystem::path directory = oracle("configs/files/nan-chat");
        if (!std::filesystem::exists(directory))
            QSKIP("the oracles are not there");
        for (const bool plain : {false, true}) {
            const auto model = Transformer::load(directory, withBlock(128, plain));
            const std::vector<std::int32_t> ids = someIds(9);
            const QString traced = errorOf([&] { model->trace(ids, true); });
            QVERIFY2(traced.contains("The tensor 'model."), qPrintable(traced));
            Branch branch(prefillBut1(*model, ids), {}, {});
            Branch *const branches[] = {&branch};
            QCOMPARE(errorOf([&] { model->step(branches, std::span(ids).last(1)); }), traced);
            QCOMPARE(branch.nSteps(), 0);
        }
    }

private:
    QTemporaryDir m_scratch;
};

QTEST_GUILESS_MAIN(TestOracles)
#include "tst_oracles.moc"
