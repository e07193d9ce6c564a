// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/safetensors.h"
#include "model/greedy.h"
#include "model/product.h"
#include "model/transformer.h"

#include <QString>

namespace needlescope {

/// What we made ourselves, in tests/data.
std::filesystem::path testData(const QString &path);

/// Checkpoints and goldens among it (make-checkpoints.py).
std::filesystem::path ownData(const QString &path);

/// Cases that we did not make; they may be absent.
std::filesystem::path oracle(const QString &path);

struct NamedFolder
{
    QString name;
    std::filesystem::path path;
};

/// Checkpoints with golden numbers: our own, and those of the oracles where they are present.
std::vector<NamedFolder> goldenCheckpoints();

/// Those of the oracles that transformers 5.24 wrote; of each also the older form of its config where it has one, in a folder below
/// @p scratch.
std::vector<NamedFolder> goldenCheckpoints2026(const std::filesystem::path &scratch);

/// Folders below @p path of the oracles; none where it is absent.
std::vector<NamedFolder> oracleFolders(const QString &path);

/// Where torch's operations are tested: on a GPU where there is one.
std::string torchDevice();

/// A tensor of integers of 32 or 64 bits.
std::vector<std::int32_t> integers(const SafetensorsFile &file, const std::string &name);
std::span<const float> floats(const SafetensorsFile &file, const std::string &name);

/// Greedy tokens must be those of @p expected, which begins with @p nPrompt tokens, but where the margin is within @p tolerance.
void decodesAs(const Transformer &model, std::span<const std::int32_t> expected, int nPrompt, double tolerance);

/// Columns [begin, end) of the product of @p x, rows of @p size floats, by @p product, which is kernels::product or productOfPairs; what it
/// leaves out is NaN.
std::vector<float> packedProduct(decltype(&kernels::product) product, const std::vector<float> &x, std::size_t size,
    const kernels::WeightRows &w, std::size_t begin, std::size_t end);

/// Largest absolute difference; infinite where the sizes differ or a number is NaN.
double largestDifference(std::span<const float> a, std::span<const float> b);
double spread(std::span<const float> numbers); ///< largest minus smallest

std::span<const float> numbers(const Logits &logits);
std::span<const float> numbers(const Logits &logits, Eigen::Index row);

/// Reads all of @p ids but the last into a prompt.
std::shared_ptr<const PromptCache> prefillBut1(
    const Transformer &model, std::span<const std::int32_t> ids, const Intervention &intervention = {});

/// Random ids of TinyCheckpoint's vocabulary.
std::vector<std::int32_t> someIds(std::size_t n, unsigned seed = 1);

/// Reads prompts in blocks of @p tokens; @p plain: by torch's operations alone.
LoadOptions withBlock(int tokens, bool plain = false);

/// Feeds @p ids one by one and returns the logits of every step.
Logits feed(const Transformer &model, Branch &branch, std::span<const std::int32_t> ids);

} // namespace needlescope
