// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/checkpoint.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "files/digest.h"
#include "files/mappedfile.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace needlescope {

namespace {

constexpr auto singleFile = "model.safetensors";
constexpr auto indexFile = "model.safetensors.index.json";

/// Throws EngineError where a directory without weights is known to be something else.
void refuseOtherDirectories(const std::filesystem::path &directory)
{
    const std::string name = directory.string();
    std::error_code absent;
    for (const auto &entry : std::filesystem::directory_iterator(directory / "snapshots", absent)) {
        if (entry.is_directory(absent))
            throw EngineError(
                "'{}' is a model's folder in the cache, not the model; choose the folder '{}' in it.", name, entry.path().string());
    }
    if (std::filesystem::exists(directory / "adapter_config.json", absent))
        throw EngineError("'{}' holds an adapter (adapter_config.json) without the model that it changes; merge them once with peft's "
                          "merge_and_unload() and choose the result.",
            name);
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        const std::string file = entry.path().filename().string();
        for (const char *ending : {".incomplete", ".part", ".partial", ".crdownload", ".aria2", ".tmp"}) {
            if (file.ends_with(ending))
                throw EngineError("'{}' holds an unfinished download ('{}'); finish it, or download the model again.", name, file);
        }
    }
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        const std::string file = entry.path().filename().string();
        if (file.ends_with(".safetensors") && file.find("-of-") != std::string::npos)
            throw EngineError("'{}' holds a part of the weights ('{}') but no {}, which says what lies where; download that file too.",
                name, file, indexFile);
    }
}

/// Throws EngineError where @p file is what git leaves where git-lfs is missing.
void refuseLfsPointer(const std::filesystem::path &file)
{
    constexpr std::string_view beginning = "version https://git-lfs";
    std::string text(beginning.size(), ' ');
    if (std::ifstream(file, std::ios::binary).read(text.data(), static_cast<std::streamsize>(text.size())) && text == beginning)
        throw EngineError(
            "'{}' is a pointer of git-lfs, not the weights; run 'git lfs pull' in its folder, or download the file.", file.string());
}

std::shared_ptr<const SafetensorsFile> openSafetensors(const std::filesystem::path &file)
{
    refuseLfsPointer(file);
    return SafetensorsFile::open(file);
}

[[noreturn]] void refuseWithoutSafetensors(const std::filesystem::path &directory)
{
    const std::string name = directory.string();
    refuseOtherDirectories(directory);
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".bin" && extension != ".pt" && extension != ".pth")
            continue;
        throw EngineError(
            "'{}' holds pickled weights only ('{}'), which could run code when read; convert them once with: python3 -c \"from "
            "transformers import AutoModelForCausalLM as M; M.from_pretrained('{}').save_pretrained('{}', safe_serialization=True)\"",
            name, entry.path().filename().string(), name, name);
    }
    throw EngineError("'{}' holds no {} and no {}; choose the directory of a Hugging Face model.", name, singleFile, indexFile);
}

/// Names of tensors and their files.
std::map<std::string, std::string> readIndex(const std::filesystem::path &file)
{
    const MappedFile mapped(file);
    const auto *text = reinterpret_cast<const char *>(mapped.bytes().data());
    const nlohmann::json json = nlohmann::json::parse(text, text + mapped.bytes().size(), nullptr, false);
    if (!json.is_object() || !json.contains("weight_map") || !json["weight_map"].is_object())
        throw EngineError("'{}' has no weight_map; download the model again.", file.string());
    std::map<std::string, std::string> result;
    for (const auto &[name, value] : json["weight_map"].items()) {
        const std::filesystem::path shard = value.is_string() ? value.get<std::string>() : std::string();
        const bool leaves = std::ranges::find(shard, "..") != shard.end();
        if (shard.empty() || shard.is_absolute() || !shard.has_filename() || shard == "." || leaves)
            throw EngineError("'{}' puts the tensor '{}' outside the model's directory; download the model again.", file.string(), name);
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

void Checkpoint::add(std::shared_ptr<const TensorFile> file)
{
    for (const auto &[name, view] : file->tensors()) {
        if (!m_fileOf.emplace(name, file.get()).second)
            throw EngineError("'{}' has the tensor '{}', which another part of the model has too; download the model again.",
                file->path().string(), name);
    }
    m_files.push_back(std::move(file));
}

Checkpoint Checkpoint::openGguf(const std::filesystem::path &file)
{
    Checkpoint checkpoint;
    checkpoint.m_directory = file;
    const auto parts = openGgufParts(file);
    checkpoint.m_gguf = parts.front();
    for (const auto &part : parts)
        checkpoint.add(part);
    return checkpoint;
}

Checkpoint Checkpoint::open(const std::filesystem::path &directory)
{
    std::error_code error;
    if (isGguf(directory))
        return openGguf(directory);
    if (directory.string().starts_with("~"))
        throw EngineError("'{}' is not a directory that can be read; write out what ~ stands for.", directory.string());
    if (!std::filesystem::is_directory(directory, error))
        throw EngineError(
            "'{}' is not a directory that can be read; choose the directory of a Hugging Face model, or download the model first.",
            directory.string());
    std::filesystem::directory_iterator(directory, error);
    if (error)
        throw EngineError("Cannot read the directory '{}': {}; check its permissions.", directory.string(), error.message());

    Checkpoint checkpoint;
    checkpoint.m_directory = directory;
    if (std::filesystem::exists(directory / singleFile, error)) {
        checkpoint.add(openSafetensors(directory / singleFile));
        return checkpoint;
    }
    if (!std::filesystem::exists(directory / indexFile, error))
        refuseWithoutSafetensors(directory);

    const std::map<std::string, std::string> index = readIndex(directory / indexFile);
    std::set<std::string> shards;
    for (const auto &[name, shard] : index)
        shards.insert(shard);
    for (const std::string &shard : shards) // which tell what they hold, whatever the index says
        checkpoint.add(openSafetensors(directory / shard));
    return checkpoint;
}

void Checkpoint::refuseChanged() const
{
    for (const auto &file : m_files)
        file->file().refuseChanged();
}

const TensorView *Checkpoint::find(const std::string &name) const
{
    const auto file = m_fileOf.find(name);
    return file == m_fileOf.end() ? nullptr : &file->second->tensors().at(name);
}

const TensorView &Checkpoint::tensor(const std::string &name, const std::vector<std::int64_t> &shape) const
{
    const auto found = m_fileOf.find(name);
    if (found == m_fileOf.end()) {
        const auto longer = std::ranges::find_if(m_fileOf, [&](const auto &entry) { return entry.first.ends_with("." + name); });
        if (longer != m_fileOf.end())
            throw EngineError("The weights in '{}' lack the tensor '{}' that config.json asks for, but hold '{}'; save the model without "
                              "what wraps it.",
                m_directory.string(), name, longer->first);
        throw EngineError("The weights in '{}' lack the tensor '{}' that config.json asks for; download or export the model again.",
            m_directory.string(), name);
    }
    const TensorView &view = found->second->tensors().at(name);
    if (view.shape != shape)
        throw EngineError(
            "The tensor '{}' in '{}' has the shape {} where config.json asks for {}; weights and config.json must come from one model.",
            name, found->second->path().string(), spelled(view.shape), spelled(shape));
    return view;
}

void refuseNumbers(const std::string &tensor, const TensorFile &file)
{
    throw EngineError("The tensor '{}' in '{}' holds values that are not numbers, so that nothing can be computed with it; "
                      "download or export the model again.",
        tensor, file.path().string());
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
                throw EngineError("Cannot read '{}'; check the file and its permissions.", file->path().string());
            hash.add(std::as_bytes(std::span(block).first(n)));
        }
    }
    return hash.hexadecimal();
}

} // namespace needlescope
