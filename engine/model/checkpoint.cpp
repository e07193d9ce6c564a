// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "files/mappedfile.h"
#include "files/sha256.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace needlescope {

namespace {

constexpr auto singleFile = "model.safetensors";
constexpr auto indexFile = "model.safetensors.index.json";

[[noreturn]] void refuseWithoutSafetensors(const std::filesystem::path &directory)
{
    const std::string name = directory.string();
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".bin" && extension != ".pt" && extension != ".pth")
            continue;
        throw EngineError("'" + name + "' holds pickled weights only ('" + entry.path().filename().string()
            + "'), which could run code when read; convert them once with: python3 -c \"from transformers import AutoModelForCausalLM as "
              "M; "
              "M.from_pretrained('"
            + name + "').save_pretrained('" + name + "', safe_serialization=True)\"");
    }
    throw EngineError("'" + name + "' holds no " + singleFile + " and no " + indexFile + "; choose the directory of a Hugging Face model.");
}

/// Names of tensors and their files.
std::map<std::string, std::string> readIndex(const std::filesystem::path &file)
{
    const MappedFile mapped(file);
    const auto *text = reinterpret_cast<const char *>(mapped.bytes().data());
    const nlohmann::json json = nlohmann::json::parse(text, text + mapped.bytes().size(), nullptr, false);
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
        throw EngineError("'" + file.string() + "' has no weight_map; download the model again.");
    std::map<std::string, std::string> result;
    for (const auto &[name, value] : json["weight_map"].items()) {
        const std::filesystem::path shard = value.is_string() ? value.get<std::string>() : std::string();
        if (shard.empty() || shard != shard.filename() || shard == "." || shard == "..")
            throw EngineError(
                "'" + file.string() + "' puts the tensor '" + name + "' outside the model's directory; download the model again.");
        result.emplace(name, shard.string());
    }
    return result;
}

std::string spelled(const std::vector<std::int64_t> &shape)
{
    std::string text = "(";
    for (const std::int64_t extent : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    return text + ")";
}

} // namespace

Checkpoint Checkpoint::openGguf(const std::filesystem::path &file)
{
    Checkpoint checkpoint;
    checkpoint.m_directory = file;
    for (auto &part : openGgufParts(file)) {
        for (const auto &[name, view] : part->tensors()) {
            if (!checkpoint.m_fileOf.emplace(name, part.get()).second)
                throw EngineError(
                    "'{}' has the tensor '{}', which another part has too; download the model again.", part->path().string(), name);
        }
        if (!checkpoint.m_gguf)
            checkpoint.m_gguf = part;
        checkpoint.m_files.push_back(std::move(part));
    }
    return checkpoint;
}

Checkpoint Checkpoint::open(const std::filesystem::path &directory)
{
    std::error_code error;
    if (isGguf(directory))
        return openGguf(directory);
    if (!std::filesystem::is_directory(directory, error))
        throw EngineError(
            "'" + directory.string() + "' is not a directory that can be read; choose the directory of a Hugging Face model.");
    std::filesystem::directory_iterator(directory, error);
    if (error)
        throw EngineError("Cannot read the directory '" + directory.string() + "': " + error.message() + "; check its permissions.");

    Checkpoint checkpoint;
    checkpoint.m_directory = directory;
    if (std::filesystem::exists(directory / singleFile, error)) {
        checkpoint.m_files.push_back(SafetensorsFile::open(directory / singleFile));
        for (const auto &[name, view] : checkpoint.m_files[0]->tensors())
            checkpoint.m_fileOf.emplace(name, checkpoint.m_files[0].get());
        return checkpoint;
    }
    if (!std::filesystem::exists(directory / indexFile, error))
        refuseWithoutSafetensors(directory);

    const std::map<std::string, std::string> index = readIndex(directory / indexFile);
    std::map<std::string, const TensorFile *> shards;
    for (const auto &[name, shard] : index) {
        if (!shards.contains(shard)) {
            checkpoint.m_files.push_back(SafetensorsFile::open(directory / shard));
            shards.emplace(shard, checkpoint.m_files.back().get());
        }
        checkpoint.m_fileOf.emplace(name, shards.at(shard));
    }
    return checkpoint;
}

const TensorView *Checkpoint::find(const std::string &name) const
{
    const auto file = m_fileOf.find(name);
    if (file == m_fileOf.end())
        return nullptr;
    const auto stored = file->second->tensors().find(name);
    return stored == file->second->tensors().end() ? nullptr : &stored->second;
}

const TensorView &Checkpoint::tensor(const std::string &name, const std::vector<std::int64_t> &shape) const
{
    const auto found = m_fileOf.find(name);
    if (found == m_fileOf.end())
        throw EngineError("The weights in '" + m_directory.string() + "' lack the tensor '" + name
            + "' that config.json asks for; download or export the model again.");
    const auto stored = found->second->tensors().find(name);
    if (stored == found->second->tensors().end())
        throw EngineError(
            "'{}' lacks the tensor '{}' that the index says is there; download the model again.", found->second->path().string(), name);
    const TensorView &view = stored->second;
    if (view.shape != shape)
        throw EngineError("The tensor '" + name + "' in '" + found->second->path().string() + "' has the shape " + spelled(view.shape)
            + " where config.json asks for " + spelled(shape) + "; weights and config.json must come from one model.");
    return view;
}

std::string hashOf(const std::filesystem::path &model, const Checkpoint &checkpoint)
{
    constexpr std::size_t nBlocks = 64;
    constexpr std::size_t blockBytes = 4096;
    Sha256 hash;
    if (checkpoint.gguf() == nullptr)
        hash.add(MappedFile(model / "config.json").bytes());
    for (const std::shared_ptr<const TensorFile> &file : checkpoint.files()) {
        const std::uint64_t size = file->bytes().size();
        hash.add(std::as_bytes(std::span(&size, 1)));
        hash.add(file->bytes().first(file->headerBytes()));
        std::ifstream stream(file->path(), std::ios::binary); // what is touched in the mapping stays in memory, in large pages
        for (std::size_t i = 0; i < nBlocks; ++i) {
            const std::size_t begin = (size - file->headerBytes()) / nBlocks * i + file->headerBytes();
            std::array<char, blockBytes> block{};
            const std::size_t n = std::min(blockBytes, size - begin);
            if (!stream.seekg(static_cast<std::streamoff>(begin)).read(block.data(), static_cast<std::streamsize>(n)))
                throw EngineError("Cannot read '" + file->path().string() + "'; check the file and its permissions.");
            hash.add(std::as_bytes(std::span(block).first(n)));
        }
    }
    return hash.hexadecimal();
}

} // namespace needlescope
