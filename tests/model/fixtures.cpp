// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"

#include "model/cudadevices.h"
#include "oracles.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace needlescope {

namespace {

/// @p from with its older config.
NamedFolder withOlderConfig(const NamedFolder &from, const std::filesystem::path &scratch)
{
    const std::filesystem::path folder = scratch / (from.path.filename().string() + "-old");
    std::filesystem::create_directories(folder);
    for (const char *file : {"model.safetensors", "golden.safetensors", "generation_config.json"}) {
        if (std::filesystem::exists(from.path / file) && !std::filesystem::exists(folder / file))
            std::filesystem::create_symlink(std::filesystem::absolute(from.path / file), folder / file);
    }
    std::filesystem::copy_file(from.path / "config-old.json", folder / "config.json", std::filesystem::copy_options::overwrite_existing);
    return {from.name + ", older config", folder};
}

void addGoldenCheckpoints(const std::filesystem::path &folder, const QString &prefix, std::vector<NamedFolder> &found)
{
    std::error_code absent;
    for (const auto &entry : std::filesystem::directory_iterator(folder, absent)) {
        if (std::filesystem::exists(entry.path() / "golden.safetensors"))
            found.push_back({prefix + QString::fromStdString(entry.path().filename().string()), entry.path()});
    }
}

} // namespace

std::filesystem::path testData(const QString &path)
{
    return std::filesystem::path(NEEDLESCOPE_SOURCE_DIR) / "tests/data" / path.toStdString();
}

std::filesystem::path ownData(const QString &path)
{
    return testData("checkpoints") / path.toStdString();
}

std::filesystem::path oracle(const QString &path)
{
    return oracles() / path.toStdString();
}

std::vector<NamedFolder> goldenCheckpoints()
{
    std::vector<NamedFolder> found;
    addGoldenCheckpoints(ownData({}), {}, found);
    addGoldenCheckpoints(oracle("checkpoints"), "oracle ", found);
    std::ranges::sort(found, {}, &NamedFolder::name);
    return found;
}

std::vector<NamedFolder> oracleFolders(const QString &path)
{
    std::vector<NamedFolder> found;
    std::error_code absent;
    for (const auto &entry : std::filesystem::directory_iterator(oracle(path), absent)) {
        if (entry.is_directory())
            found.push_back({path + "/" + QString::fromStdString(entry.path().filename().string()), entry.path()});
    }
    std::ranges::sort(found, {}, &NamedFolder::name);
    return found;
}

std::vector<NamedFolder> goldenCheckpoints2026(const std::filesystem::path &scratch)
{
    std::vector<NamedFolder> found;
    for (const char *set : {"checkpoints2026", "configs/equal"}) {
        for (const NamedFolder &folder : oracleFolders(set)) {
            found.push_back(folder);
            if (std::filesystem::exists(folder.path / "config-old.json"))
                found.push_back(withOlderConfig(folder, scratch));
        }
    }
    return found;
}

std::string torchDevice()
{
    return freeCudaMemory().empty() ? "cpu" : "cuda";
}

std::vector<std::int32_t> integers(const SafetensorsFile &file, const std::string &name)
{
    const TensorView &view = file.tensor(name);
    std::vector<std::int32_t> result(static_cast<std::size_t>(view.elements()));
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (view.dtype == "I64") {
            std::int64_t value = 0;
            std::memcpy(&value, view.bytes.data() + i * sizeof value, sizeof value);
            result[i] = static_cast<std::int32_t>(value);
        } else {
            std::memcpy(&result[i], view.bytes.data() + i * sizeof(std::int32_t), sizeof(std::int32_t));
        }
    }
    return result;
}

std::span<const float> floats(const SafetensorsFile &file, const std::string &name)
{
    const TensorView &view = file.tensor(name);
    return {reinterpret_cast<const float *>(view.bytes.data()), static_cast<std::size_t>(view.elements())};
}

std::vector<float> packedProduct(decltype(&kernels::product) product, const std::vector<float> &x, std::size_t size,
    const kernels::WeightRows &w, std::size_t begin, std::size_t end)
{
    const std::size_t rows = x.size() / size;
    std::vector<float> packed(kernels::packedSize(rows, size), NAN);
    kernels::packRows(x.data(), rows, size, size, 0, (rows + kernels::panelRows() - 1) / kernels::panelRows(), packed.data());
    std::vector<float> scratch(kernels::productScratch(rows), NAN);
    std::vector<float> out(rows * end, NAN);
    product(packed.data(), rows, w, begin, end, out.data(), end, scratch.data());
    return out;
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    if (a.size() != b.size())
        return INFINITY;
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        if (!(difference <= largest))
            largest = std::isnan(difference) ? INFINITY : difference;
    }
    return largest;
}

double spread(std::span<const float> numbers)
{
    const auto [smallest, largest] = std::minmax_element(numbers.begin(), numbers.end());
    return static_cast<double>(*largest) - static_cast<double>(*smallest);
}

std::span<const float> numbers(const Logits &logits)
{
    return {logits.data(), static_cast<std::size_t>(logits.size())};
}

std::span<const float> numbers(const Logits &logits, Eigen::Index row)
{
    return numbers(logits).subspan(static_cast<std::size_t>(row * logits.cols()), static_cast<std::size_t>(logits.cols()));
}

std::shared_ptr<const PromptCache> prefillBut1(
    const Transformer &model, std::span<const std::int32_t> ids, const Intervention &intervention)
{
    return model.prefill(ids.first(ids.size() - 1), intervention);
}

std::vector<std::int32_t> someIds(std::size_t n, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<std::int32_t> ids(n);
    for (std::int32_t &id : ids)
        id = static_cast<std::int32_t>(random() % 64);
    return ids;
}

LoadOptions withBlock(int tokens, bool plain)
{
    LoadOptions options;
    options.prefillBlock = tokens;
    options.prefillBlocks = 4;
    options.plain = plain;
    options.device = plain ? torchDevice() : "cpu";
    return options;
}

Logits feed(const Transformer &model, Branch &branch, std::span<const std::int32_t> ids)
{
    Branch *const branches[] = {&branch};
    Logits all(static_cast<Eigen::Index>(ids.size()), model.info().vocabularySize);
    for (std::size_t i = 0; i < ids.size(); ++i)
        all.row(static_cast<Eigen::Index>(i)) = model.step(branches, ids.subspan(i, 1));
    return all;
}

void decodesAs(const Transformer &model, std::span<const std::int32_t> expected, int nPrompt, double tolerance)
{
    Branch branch(prefillBut1(model, expected.first(static_cast<std::size_t>(nPrompt))), {}, {});
    Branch *const branches[] = {&branch};
    for (std::size_t i = static_cast<std::size_t>(nPrompt); i < expected.size(); ++i) {
        Logits logits = model.step(branches, expected.subspan(i - 1, 1));
        Eigen::Index best = 0;
        const float highest = logits.row(0).maxCoeff(&best);
        logits(0, best) = -INFINITY;
        if (static_cast<double>(highest - logits.row(0).maxCoeff()) > tolerance)
            QCOMPARE(static_cast<std::int32_t>(best), expected[i]);
    }
    QCOMPARE(branch.nSteps(), static_cast<int>(expected.size()) - nPrompt);
}

} // namespace needlescope
