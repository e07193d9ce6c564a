// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/transformer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// A model that rows measure.
struct BenchModel
{
    std::string shape; ///< empty: the user's own
    std::string dtype; ///< f32, bf16 or f16 in a checkpoint; Q8_0, Q4_1 or Q4_K in a GGUF file
    std::filesystem::path directory{}; ///< of the user's own
    std::string device = "cpu"; ///< LoadOptions::device

    BenchModel rounded() const; ///< on roundingDevice
    std::string name() const;
    std::string fileName() const; ///< of a synthetic one
};

/// Makes synthetic checkpoints when they are first asked for.
class BenchModels
{
public:
    /// Where @p folder is empty a temporary one is used, and removed at the end.
    explicit BenchModels(std::filesystem::path folder);
    ~BenchModels();
    BenchModels(const BenchModels &) = delete;
    BenchModels &operator=(const BenchModels &) = delete;

    /// Throws EngineError.
    std::filesystem::path directoryOf(const BenchModel &model);

    std::shared_ptr<const Transformer> load(const BenchModel &model);

    /// Loads a model whose pages are dropped before. A file that was just written lies in memory in small pages, one that is mapped while
    /// it is read lies in large ones.
    std::shared_ptr<const Transformer> loadFromDisk(const BenchModel &model);

    /// Removes what was made in the temporary folder for @p model: it is not needed again.
    void finishedWith(const BenchModel &model);

private:
    std::filesystem::path m_folder;
    bool m_temporary = false;
};

/// Lets the system drop what it holds of the files in a folder.
void forgetFiles(const std::filesystem::path &directory);

/// What a step reads and what a token costs, from the checkpoint's files.
struct ModelWork
{
    double parametersOfLayers = 0; ///< of the matrices that a token is multiplied with, without embedding and output
    double bytesOfStep = 0; ///< weights that one decoding step reads
};
ModelWork workOf(const ModelInfo &model);

/// Floating-point operations of a prefill, products with weights and (causal) attention.
double prefillFlops(const ModelInfo &model, double tokens);

/// Ids drawn from the vocabulary: what a token means costs no time.
std::vector<std::int32_t> randomIds(const ModelInfo &model, int count);

} // namespace needlescope
