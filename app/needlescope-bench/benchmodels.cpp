// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmodels.h"

#include "checkpointmaker.h"
#include "commandline/output.h"
#include "ggufmaker.h"

#include "api/engineerror.h"
#include "model/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

namespace needlescope {

namespace {

std::filesystem::path temporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "needlescope-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw EngineError("Cannot make a folder in '{}'; name one with --models.", pattern);
    return pattern;
}

/// Share of the experts that a token takes.
double expertShare(const Checkpoint &checkpoint, const std::filesystem::path &directory)
{
    if (const GgufFile *const gguf = checkpoint.gguf()) {
        const nlohmann::json &metadata = gguf->metadata();
        const std::string prefix = metadata.value("general.architecture", std::string()) + ".";
        return metadata.value(prefix + "expert_used_count", 1.0) / metadata.value(prefix + "expert_count", 1.0);
    }
    std::ifstream stream(directory / "config.json");
    const auto config = nlohmann::json::parse(stream, nullptr, false);
    const double all = config.value("num_local_experts", config.value("num_experts", 1));
    return config.value("num_experts_per_tok", 1) / all;
}

/// What stands in the names of tensors, in checkpoints or in GGUF files.
bool holds(const std::string &name, std::initializer_list<const char *> parts)
{
    return std::ranges::any_of(parts, [&](const char *part) { return name.find(part) != std::string::npos; });
}

} // namespace

BenchModels::BenchModels(std::filesystem::path folder)
    : m_folder(std::move(folder))
    , m_temporary(m_folder.empty())
{
    if (m_temporary)
        m_folder = temporaryFolder();
}

BenchModels::~BenchModels()
{
    std::error_code ignored;
    if (m_temporary)
        std::filesystem::remove_all(m_folder, ignored);
}

std::filesystem::path BenchModels::directoryOf(const BenchModel &model)
{
    if (model.shape.empty())
        return model.directory;
    auto directory = m_folder / model.fileName();
    if (isGgufType(model.dtype)) {
        if (!std::filesystem::exists(directory)) {
            std::cerr << "Making " << model.name() << " in '" << directory.string() << "'\n";
            std::filesystem::create_directories(m_folder);
            makeGguf(model.shape, model.dtype, directory);
        }
        return directory;
    }
    if (std::filesystem::exists(directory / "config.json"))
        return directory;
    std::cerr << "Making " << model.name() << " in '" << directory.string() << "'\n";
    ProgressLine line;
    makeCheckpoint(model.shape, model.dtype, directory, [&line](const Progress &progress) { line.show(progress); });
    return directory;
}

BenchModel BenchModel::rounded() const
{
    BenchModel model = *this;
    model.device = roundingDevice;
    return model;
}

std::string BenchModel::name() const
{
    return (shape.empty() ? directory.filename().string() : shape + " " + dtype) + (device == "cpu" ? "" : " on " + device);
}

std::string BenchModel::fileName() const
{
    return shape + "-" + dtype + (isGgufType(dtype) ? ".gguf" : "");
}

std::shared_ptr<const Transformer> BenchModels::load(const BenchModel &model)
{
    LoadOptions options;
    options.device = model.device;
    return Transformer::load(directoryOf(model), options);
}

std::shared_ptr<const Transformer> BenchModels::loadFromDisk(const BenchModel &model)
{
    forgetFiles(directoryOf(model));
    return load(model);
}

void BenchModels::finishedWith(const BenchModel &model)
{
    std::error_code ignored;
    if (m_temporary && !model.shape.empty())
        std::filesystem::remove_all(m_folder / model.fileName(), ignored);
}

void forgetFiles(const std::filesystem::path &directory)
{
    const auto forget = [](const std::filesystem::path &file) {
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return;
        ::fdatasync(descriptor);
        ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
        ::close(descriptor);
    };
    if (!std::filesystem::is_directory(directory))
        return forget(directory);
    for (const auto &entry : std::filesystem::directory_iterator(directory))
        forget(entry.path());
}

ModelWork workOf(const ModelInfo &model)
{
    const Checkpoint checkpoint = Checkpoint::open(model.directory);
    const double share = expertShare(checkpoint, model.directory);
    ModelWork work;
    double embeddingBytes = 0;
    bool untied = false;
    for (const auto &file : checkpoint.files()) {
        for (const auto &[name, tensor] : file->tensors()) {
            const bool inLayer = name.starts_with("h.") || holds(name, {"layers.", ".h.", "blk."});
            const bool ofExperts = holds(name, {".experts.", "_exps."});
            const double taken = ofExperts ? share : 1;
            const bool matrix = tensor.shape.size() == 2 || ofExperts;
            const auto bytes = static_cast<double>(tensor.bytes.size()) * taken;
            if (inLayer && matrix)
                work.parametersOfLayers += static_cast<double>(tensor.elements()) * taken;
            if (!inLayer && matrix && holds(name, {"emb"}))
                embeddingBytes = std::max(embeddingBytes, bytes); // one row is read, or all where it is the output, too
            else
                work.bytesOfStep += bytes;
            untied = untied || holds(name, {"lm_head", "embed_out"}) || name == "output.weight";
        }
    }
    if (!untied)
        work.bytesOfStep += embeddingBytes;
    return work;
}

double prefillFlops(const ModelInfo &model, double tokens)
{
    const double attention = 4.0 * model.nLayers * model.nHeads * model.dHead * tokens * (tokens + 1) / 2;
    return 2 * workOf(model).parametersOfLayers * tokens + attention;
}

std::vector<std::int32_t> randomIds(const ModelInfo &model, int count)
{
    std::mt19937 random(1);
    std::vector<std::int32_t> ids(static_cast<std::size_t>(count));
    for (auto &id : ids)
        id = static_cast<std::int32_t>(random() % static_cast<std::uint32_t>(model.vocabularySize));
    return ids;
}

} // namespace needlescope
