// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"

#include "model/kernels.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <numeric>
#include <random>

using namespace needlescope;
using kernels::WeightRows;

namespace {

using Function = double (*)(double);

std::vector<float> randomNumbers(std::size_t n, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> distribution;
    std::vector<float> numbers(n);
    for (float &number : numbers)
        number = std::bit_cast<float>(std::bit_cast<std::uint32_t>(distribution(random)) & 0xffff0000U); // exact in bf16
    return numbers;
}

std::vector<std::uint16_t> asBf16(const std::vector<float> &numbers)
{
    std::vector<std::uint16_t> narrow;
    for (const float number : numbers)
        narrow.push_back(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(number) >> 16));
    return narrow;
}

std::vector<float> productOf(const std::vector<float> &x, const WeightRows &w, std::size_t begin, std::size_t end)
{
    return packedProduct(kernels::product, x, w.size, w, begin, end);
}

} // namespace

/// The vector loops against the plain ones.
class TestKernels : public QObject
{
    Q_OBJECT

private slots:
    void dotRows_data()
    {
        QTest::addColumn<std::size_t>("rows");
        QTest::addColumn<std::size_t>("columns");
        QTest::addColumn<std::size_t>("size");
        for (const std::size_t rows : {1, 2, 4, 7}) {
            for (const std::size_t size : {1, 16, 37, 352})
                QTest::addRow("%zu rows of %zu", rows, size) << rows << std::size_t(21) << size;
        }
    }

    void dotRows()
    {
        QFETCH(std::size_t, rows);
        QFETCH(std::size_t, columns);
        QFETCH(std::size_t, size);
        const std::vector<float> x = randomNumbers(rows * size, 1);
        const std::vector<float> w = randomNumbers(columns * size, 2);
        const std::vector<std::uint16_t> narrow = asBf16(w);
        std::vector<float> out(rows * columns, NAN);
        std::vector<float> fromNarrow(rows * columns, NAN);
        kernels::dotRows(x.data(), rows, size, {w.data(), WeightType::F32, size}, 0, columns, out.data(), columns);
        kernels::dotRows(x.data(), rows, size, {narrow.data(), WeightType::BF16, size}, 0, columns, fromNarrow.data(), columns);
        QCOMPARE(fromNarrow, out); // the same numbers in the same order
        for (std::size_t r = 0; r < rows; ++r) {
            std::vector<float> alone(columns, NAN);
            for (const auto &[begin, end] : {std::pair<std::size_t, std::size_t>{0, columns / 3}, {columns / 3, columns}})
                kernels::dotRows(x.data() + r * size, 1, size, {w.data(), WeightType::F32, size}, begin, end, alone.data(), columns);
            for (std::size_t o = 0; o < columns; ++o) {
                double expected = 0;
                for (std::size_t k = 0; k < size; ++k)
                    expected += static_cast<double>(x[r * size + k]) * static_cast<double>(w[o * size + k]);
                QVERIFY(std::abs(out[r * columns + o] - expected) < 1e-6 * std::sqrt(static_cast<double>(size)) * 10);
                QCOMPARE(alone[o], out[r * columns + o]); // neither rows nor columns depend on their neighbours, to the last bit
            }
        }
    }

    void dotRowsOfHalves()
    {
        // 1, -2, 0.5 and the smallest denormal of f16, 2^-24
        const std::vector<std::uint16_t> w{0x3c00, 0xc000, 0x3800, 0x0001};
        const std::vector<float> x{1, 2, 4, 1 << 24};
        float out = 0;
        kernels::dotRows(x.data(), 1, 4, {w.data(), WeightType::F16, 4}, 0, 1, &out, 1);
        QCOMPARE(out, 1.0F - 4.0F + 2.0F + 1.0F);
    }

    void product_data()
    {
        QTest::addColumn<std::size_t>("rows");
        QTest::addColumn<std::size_t>("columns");
        QTest::addColumn<std::size_t>("size");
        for (const std::size_t rows : {1, 33, 130}) {
            for (const std::size_t columns : {1, 12, 205}) { // 205: more than the tiles of a chunk
                for (const std::size_t size : {3, 64, 801}) // 801: more than two tiles deep
                    QTest::addRow("%zu rows, %zu columns of %zu", rows, columns, size) << rows << columns << size;
            }
        }
    }

    /// Against sums in double; neither rows nor columns depend on their neighbours, to the last bit, and bf16 gives what float32 gives.
    void product()
    {
        QFETCH(std::size_t, rows);
        QFETCH(std::size_t, columns);
        QFETCH(std::size_t, size);
        const std::vector<float> x = randomNumbers(rows * size, 1);
        const std::vector<float> w = randomNumbers(columns * size, 2);
        const std::vector<std::uint16_t> narrow = asBf16(w);
        const std::vector<float> out = productOf(x, {w.data(), WeightType::F32, size}, 0, columns);
        QCOMPARE(productOf(x, {narrow.data(), WeightType::BF16, size}, 0, columns), out);
        const std::vector<float> lastRow(x.end() - static_cast<std::ptrdiff_t>(size), x.end());
        const std::vector<float> lastAlone = productOf(lastRow, {w.data(), WeightType::F32, size}, 0, columns);
        const std::size_t half = columns / 2 / kernels::productColumns() * kernels::productColumns();
        const std::vector<float> secondHalf = productOf(x, {w.data(), WeightType::F32, size}, half, columns);
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t o = 0; o < columns; ++o) {
                double expected = 0;
                for (std::size_t k = 0; k < size; ++k)
                    expected += static_cast<double>(x[r * size + k]) * static_cast<double>(w[o * size + k]);
                QVERIFY(std::abs(out[r * columns + o] - expected) < 1e-5 * std::sqrt(static_cast<double>(size)));
                if (o >= half)
                    QCOMPARE(secondHalf[r * columns + o], out[r * columns + o]);
            }
        }
        for (std::size_t o = 0; o < columns; ++o)
            QCOMPARE(lastAlone[o], out[(rows - 1) * columns + o]);
    }

    void addWeighted_data()
    {
        QTest::addColumn<std::size_t>("rows");
        QTest::addColumn<std::size_t>("size");
        for (const std::size_t rows : {1, 5}) {
            for (const std::size_t size : {3, 16, 64, 90})
                QTest::addRow("%zu rows of %zu", rows, size) << rows << size;
        }
    }

    void addWeighted()
    {
        QFETCH(std::size_t, rows);
        QFETCH(std::size_t, size);
        constexpr std::size_t nValues = 133;
        const std::vector<float> weights = randomNumbers(rows * nValues, 3);
        const std::vector<float> values = randomNumbers(nValues * size, 4);
        std::vector<float> out(rows * size, 1.0F);
        kernels::addWeighted(weights.data(), rows, nValues, values.data(), nValues, size, out.data(), size);
        for (std::size_t r = 0; r < rows; ++r) {
            std::vector<float> alone(size, 1.0F);
            kernels::addWeighted(weights.data() + r * nValues, 1, nValues, values.data(), nValues, size, alone.data(), size);
            for (std::size_t d = 0; d < size; ++d) {
                double expected = 1;
                for (std::size_t j = 0; j < nValues; ++j)
                    expected += static_cast<double>(weights[r * nValues + j]) * static_cast<double>(values[j * size + d]);
                QVERIFY(std::abs(out[r * size + d] - expected) < 1e-4);
                QCOMPARE(alone[d], out[r * size + d]);
            }
        }
    }

    void widen()
    {
        const std::vector<float> numbers = randomNumbers(53, 5);
        const std::vector<std::uint16_t> narrow = asBf16(numbers);
        std::vector<float> out(50, NAN);
        kernels::widen({narrow.data(), WeightType::BF16, 53}, 3, 53, out.data());
        QCOMPARE(out, std::vector<float>(numbers.begin() + 3, numbers.end()));
    }

    void softmax_data()
    {
        QTest::addColumn<std::size_t>("n");
        for (const std::size_t n : {1, 15, 16, 17, 1000})
            QTest::addRow("%zu", n) << n;
    }

    void softmax()
    {
        QFETCH(std::size_t, n);
        std::vector<float> row = randomNumbers(n, 6);
        row[n / 2] = 90; // overflows without the shift
        const std::vector<float> scores = row;
        kernels::softmax(row.data(), n, 0.5F);
        double total = 0;
        for (const float score : scores)
            total += std::exp(0.5 * (static_cast<double>(score) - 90));
        for (std::size_t i = 0; i < n; ++i)
            QVERIFY(std::abs(row[i] - std::exp(0.5 * (static_cast<double>(scores[i]) - 90)) / total) < 1e-6);

        std::vector<float> even(n, 0.0F);
        kernels::softmax(even.data(), n, 0.25F);
        QCOMPARE(even, std::vector<float>(n, 1.0F / static_cast<float>(n))); // what a uniform mask makes of a head
    }

    void rmsNorm()
    {
        const std::vector<float> x{3, -4, 0, 0, 0};
        const std::vector<float> weight{1, 2, 1, 1, 1};
        std::vector<float> out(5);
        kernels::rmsNorm(x.data(), weight.data(), 5, 0, out.data());
        const float factor = 1 / std::sqrt(5.0F);
        QCOMPARE_LE(largestDifference(out, std::vector<float>{3 * factor, -8 * factor, 0, 0, 0}), 1e-6);
    }

    void layerNorm()
    {
        std::vector<float> x = randomNumbers(21, 8);
        for (float &number : x)
            number += 3;
        const std::vector<float> weight = randomNumbers(21, 9);
        const std::vector<float> bias = randomNumbers(21, 10);
        std::vector<float> out(21);
        kernels::layerNorm(x.data(), weight.data(), bias.data(), 21, 1e-5F, out.data());
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / 21;
        double variance = 1e-5;
        for (const float number : x)
            variance += (number - mean) * (number - mean) / 21;
        for (std::size_t i = 0; i < x.size(); ++i)
            QVERIFY(std::abs(out[i] - ((x[i] - mean) / std::sqrt(variance) * weight[i] + bias[i])) < 1e-5);
    }

    void softcap()
    {
        std::vector<float> row{-1e6F, -40, -1, 0, 0.5F, 3, 90, 1e6F, 7};
        const std::vector<float> x = row;
        kernels::softcap(row.data(), row.size(), 0.5F, 20);
        for (std::size_t i = 0; i < x.size(); ++i)
            QVERIFY(std::abs(row[i] - 20 * std::tanh(0.5 * static_cast<double>(x[i]) / 20)) < 1e-5);
    }

    void activations_data()
    {
        QTest::addColumn<Activation>("activation");
        QTest::addColumn<Function>("function");
        QTest::newRow("silu") << Activation::Silu << Function([](double x) { return x / (1 + std::exp(-x)); });
        QTest::newRow("gelu") << Activation::Gelu << Function([](double x) { return x / 2 * (1 + std::erf(x / std::sqrt(2))); });
        QTest::newRow("gelu by tanh") << Activation::GeluTanh << Function([](double x) {
            return x / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
        });
        QTest::newRow("relu") << Activation::Relu << Function([](double x) { return std::max(x, 0.0); });
    }

    void activations()
    {
        QFETCH(Activation, activation);
        QFETCH(Function, function);
        std::vector<float> x = randomNumbers(21, 8);
        x.insert(x.end(), {-300, -110, -90, -9, 0, 9, 90, 110, 300}); // exp() overflows on the way
        const std::vector<float> up = randomNumbers(x.size(), 9);
        std::vector<float> gate = x;
        std::vector<float> alone = x;
        kernels::activateTimes(activation, gate.data(), up.data(), gate.size());
        kernels::activate(activation, alone.data(), alone.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double expected = function(x[i]);
            QVERIFY(std::abs(alone[i] - expected) < 1e-5 * std::max(1.0, std::abs(expected)));
            QVERIFY(std::abs(gate[i] - expected * up[i]) < 1e-5 * std::max(1.0, std::abs(expected)));
        }
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
