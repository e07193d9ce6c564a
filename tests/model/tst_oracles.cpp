// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"

#include <QTest>

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
        for (const auto &[name, path] : goldenCheckpoints()) {
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

        if (golden->tensors().contains("greedy_ids"))
            decodesAs(*model, integers(*golden, "greedy_ids"), static_cast<int>(ids.size()), logitTolerance * spread(logits));
    }
};

QTEST_GUILESS_MAIN(TestOracles)
#include "tst_oracles.moc"
