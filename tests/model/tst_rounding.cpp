// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"
#include "ggufbuilder.h"
#include "tinycheckpoint.h"

#include "model/kernels.h"

#include <hwy/targets.h>

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <random>

using namespace needlescope;
using kernels::WeightRows;

namespace {

/// Of the spread of logits: bf16 keeps 8 bits, so that a product of two rounded numbers is wrong by up to 2^-8, of the largest of 100 rows
/// and four layers a few times that.
constexpr double roundingTolerance = 4e-2;

std::vector<float> randomNumbers(std::size_t n, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> distribution;
    std::vector<float> numbers(n);
    for (float &number : numbers)
        number = distribution(random);
    return numbers;
}

/// To the nearest number of bf16, of two as near to the even one.
std::uint16_t roundedBits(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const std::uint32_t rest = bits & 0xffffU;
    std::uint32_t half = bits >> 16;
    if (rest > 0x8000U || (rest == 0x8000U && (half & 1U) != 0))
        ++half;
    return static_cast<std::uint16_t>(half);
}

double widened(std::uint16_t bits)
{
    return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
}

std::vector<std::uint16_t> bf16Of(const std::vector<float> &numbers)
{
    std::vector<std::uint16_t> bits;
    std::ranges::transform(numbers, std::back_inserter(bits), roundedBits);
    return bits;
}

std::vector<float> pairsOf(const std::vector<float> &x, std::size_t size)
{
    std::vector<float> pairs(x.size() / 2, NAN);
    for (std::size_t row = 0; row < x.size() / size; ++row)
        kernels::roundToPairs(x.data() + row * size, size, pairs.data() + row * size / 2);
    return pairs;
}

std::shared_ptr<const Transformer> loaded(const std::filesystem::path &model, const char *device)
{
    LoadOptions options = withBlock(16);
    options.device = device;
    return Transformer::load(model, options);
}

} // namespace

/// The device cpu-bf16: numbers rounded to bf16 where they are multiplied.
class TestRounding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundsToTheNearest();
    void productsAreThoseOfRoundedNumbers_data();
    void productsAreThoseOfRoundedNumbers();
    void modelsStayClose_data();
    void modelsStayClose();
    void wideWeightsStayExact();
    void reusedPromptsAreEqual();

private:
    std::filesystem::path path(const char *name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;
};

void TestRounding::roundsToTheNearest()
{
    std::vector<float> x = randomNumbers(38, 1);
    x[0] = std::bit_cast<float>(0x3f808000U); // between two: the even one is below
    x[1] = std::bit_cast<float>(0x3f818000U); // above
    x[2] = INFINITY;
    x[3] = -0.0F;
    const std::vector<float> pairs = pairsOf(x, x.size());
    const auto *const bits = reinterpret_cast<const std::uint16_t *>(pairs.data());
    for (std::size_t i = 0; i < x.size(); ++i)
        QCOMPARE(bits[i], roundedBits(x[i]));
    const std::vector<float> none{std::bit_cast<float>(0x7fffffffU), std::bit_cast<float>(0xff800001U)};
    const std::vector<float> pair = pairsOf(none, 2);
    for (const std::size_t i : {0, 1})
        QVERIFY(std::isnan(widened(reinterpret_cast<const std::uint16_t *>(pair.data())[i])));
}

void TestRounding::productsAreThoseOfRoundedNumbers_data()
{
    QTest::addColumn<bool>("widened");
    QTest::addColumn<std::size_t>("rows");
    QTest::addColumn<std::size_t>("columns");
    QTest::addColumn<std::size_t>("size");
    for (const bool widened : {false, true}) {
        for (const std::size_t rows : {1, 7, 130}) {
            for (const auto &[columns, size] : {std::pair<std::size_t, std::size_t>{1, 2}, {21, 38}, {205, 1602}}) // 1602: three tiles deep
                QTest::addRow("%zu rows, %zu columns of %zu, %s", rows, columns, size, widened ? "widened" : "fastest here")
                    << widened << rows << columns << size;
        }
    }
}

/// Of steps and of prompts, against sums in double; a row's results do not depend on those beside it, to the last bit.
void TestRounding::productsAreThoseOfRoundedNumbers()
{
    QFETCH(bool, widened);
    QFETCH(std::size_t, rows);
    QFETCH(std::size_t, columns);
    QFETCH(std::size_t, size);
    const std::int64_t all = hwy::SupportedTargets();
    const auto computeWith = [](std::int64_t targets) { hwy::GetChosenTarget().Update(targets); };
    const auto restored = qScopeGuard([&] { computeWith(all); });
#if HWY_ARCH_X86
    if (widened)
        computeWith(all & ~(HWY_AVX3 | HWY_AVX3_DL));
#endif
    const std::vector<float> x = randomNumbers(rows * size, 1);
    const std::vector<std::uint16_t> w = bf16Of(randomNumbers(columns * size, 2));
    const WeightRows weights{w.data(), WeightType::BF16, size};
    const std::vector<float> pairs = pairsOf(x, size);
    const std::vector<float> ofPrompt = packedProduct(kernels::productOfPairs, pairs, size / 2, weights, 0, columns);
    std::vector<float> ofStep(rows * columns, NAN);
    kernels::dotPairs(pairs.data(), rows, size / 2, weights, 0, columns, ofStep.data(), columns);
    for (std::size_t r = 0; r < rows; ++r) {
        const std::vector<float> row(
            pairs.begin() + static_cast<std::ptrdiff_t>(r * size / 2), pairs.begin() + static_cast<std::ptrdiff_t>((r + 1) * size / 2));
        std::vector<float> alone(columns, NAN);
        for (const auto &[begin, end] : {std::pair<std::size_t, std::size_t>{0, columns / 3}, {columns / 3, columns}})
            kernels::dotPairs(row.data(), 1, size / 2, weights, begin, end, alone.data(), columns);
        const std::vector<float> promptAlone = packedProduct(kernels::productOfPairs, row, size / 2, weights, 0, columns);
        for (std::size_t o = 0; o < columns; ++o) {
            double expected = 0;
            for (std::size_t k = 0; k < size; ++k)
                expected += ::widened(roundedBits(x[r * size + k])) * ::widened(w[o * size + k]);
            const double tolerance = 1e-5 * std::sqrt(static_cast<double>(size)); // of float32 sums
            QVERIFY(std::abs(static_cast<double>(ofStep[r * columns + o]) - expected) < tolerance);
            QVERIFY(std::abs(static_cast<double>(ofPrompt[r * columns + o]) - expected) < tolerance);
            QCOMPARE(alone[o], ofStep[r * columns + o]);
            QCOMPARE(promptAlone[o], ofPrompt[r * columns + o]);
        }
    }
}

void TestRounding::modelsStayClose_data()
{
    QTest::addColumn<QString>("model");
    TinyCheckpoint().write(path("bf16"), "BF16");
    TinyCheckpoint().write(path("f16"), "F16");
    for (const char *name : {"bf16", "f16"})
        QTest::newRow(name) << QString::fromStdString(path(name).string());
    const auto packed = ggufOfLlama(ownData("llama"), "Q8_0").write(path("q8_0.gguf"));
    QTest::newRow("q8_0") << QString::fromStdString(packed.string());
}

/// Whole prompts and steps against float32: within what rounding does, and not equal.
void TestRounding::modelsStayClose()
{
    QFETCH(QString, model);
    const auto exact = loaded(model.toStdString(), "cpu");
    const auto rounded = loaded(model.toStdString(), "cpu-bf16");
    QCOMPARE(rounded->info().arithmetic(), std::string("bf16"));
    QCOMPARE(rounded->info().hash, exact->info().hash);
    const std::vector<std::int32_t> ids = someIds(100);
    const Logits expected = exact->trace(ids, false).logits;
    const double difference = largestDifference(numbers(rounded->trace(ids, false).logits), numbers(expected));
    QCOMPARE_LE(difference, roundingTolerance * spread(numbers(expected)));
    QVERIFY(difference > 0);
    Branch branch(rounded->prefill(std::span(ids).first(90)), {}, {});
    const Logits steps = feed(*rounded, branch, std::span(ids).subspan(90));
    const Logits expectedSteps = expected.bottomRows(10);
    QCOMPARE_LE(largestDifference(numbers(steps), numbers(expectedSteps)), roundingTolerance * spread(numbers(expected)));
}

void TestRounding::wideWeightsStayExact()
{
    TinyCheckpoint().write(path("f32"), "F32");
    const std::vector<std::int32_t> ids = someIds(40);
    QCOMPARE(largestDifference(numbers(loaded(path("f32"), "cpu-bf16")->trace(ids, false).logits),
                 numbers(loaded(path("f32"), "cpu")->trace(ids, false).logits)),
        0.0);
}

void TestRounding::reusedPromptsAreEqual()
{
    const auto model = loaded(path("bf16"), "cpu-bf16");
    const std::vector<std::int32_t> ids = someIds(70);
    const auto reused = model->prefill(ids, {}, {}, model->prefill(std::span(ids).first(45)));
    Branch a(reused, {}, {});
    Branch b(model->prefill(ids), {}, {});
    QCOMPARE(largestDifference(numbers(feed(*model, a, std::span(ids).first(3))), numbers(feed(*model, b, std::span(ids).first(3)))), 0.0);
}

QTEST_GUILESS_MAIN(TestRounding)
#include "tst_rounding.moc"
