// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpointmaker.h"

#include "shapes.h"

#include "api/engineerror.h"
#include "files/safetensors.h"
#include "model/memory.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>

namespace needlescope {

namespace {

constexpr std::int64_t shardBytes = 4'000'000'000;
constexpr std::size_t pieceNumbers = 1 << 20; ///< that are made and written at once
constexpr int firstByteToken = 3; ///< behind <unk>, <s> and </s>

struct NumberType
{
    const char *ofFile; ///< as safetensors spells it
    const char *ofConfig;
    std::int64_t bytes;
};

const NumberType &numberType(const std::string &dtype)
{
    static const std::map<std::string, NumberType> types{
        {"f32", {"F32", "float32", 4}}, {"bf16", {"BF16", "bfloat16", 2}}, {"f16", {"F16", "float16", 2}}};
    const auto found = types.find(dtype);
    if (found == types.end())
        throw EngineError("There is no number type '{}'; use bf16, f16 or f32.", dtype);
    return found->second;
}

/// Cheap numbers, evenly distributed; SplitMix64 (Steele, Lea and Flood 2014).
class Randomness
{
public:
    explicit Randomness(std::uint64_t seed)
        : m_state(seed)
    {
    }

    /// 32 random bits.
    std::uint32_t next()
    {
        std::uint64_t z = m_state += 0x9e3779b97f4a7c15U;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
        z = (z ^ z >> 27) * 0x94d049bb133111ebU;
        return static_cast<std::uint32_t>(z >> 32);
    }

    /// The mean is 0, the deviation 1.
    float number() { return static_cast<float>(static_cast<std::int32_t>(next())) * (1.7320508F / 2147483648.0F); }

private:
    std::uint64_t m_state;
};

/// Cut off, not rounded: these numbers mean nothing.
std::uint16_t asBf16(float number)
{
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(number) >> 16);
}

/// Of numbers far below 65504; what is smaller than the smallest normal number becomes 0.
std::uint16_t asF16(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const auto exponent = static_cast<int>(bits >> 23 & 0xff) - 127 + 15;
    const std::uint32_t sign = bits >> 16 & 0x8000;
    return static_cast<std::uint16_t>(exponent <= 0 ? sign : sign | static_cast<std::uint32_t>(exponent) << 10 | (bits >> 13 & 0x3ff));
}

void encode(std::span<const float> numbers, const NumberType &type, std::span<std::byte> bytes)
{
    if (type.bytes == 4) {
        std::memcpy(bytes.data(), numbers.data(), numbers.size_bytes());
        return;
    }
    const auto narrow = type.ofFile[0] == 'B' ? asBf16 : asF16;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::uint16_t half = narrow(numbers[i]);
        std::memcpy(bytes.data() + 2 * i, &half, 2);
    }
}

/// Tells how much of a checkpoint is written.
class Meter
{
public:
    Meter(const std::function<void(const Progress &)> &report, std::int64_t total)
        : m_report(report)
        , m_total(total)
    {
    }

    void add(std::int64_t bytes)
    {
        m_done += bytes;
        const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
        const double left = elapsed / static_cast<double>(m_done) * static_cast<double>(m_total - m_done);
        m_report({Activity::Writing, m_done / 1'000'000, m_total / 1'000'000, left});
    }

private:
    const std::function<void(const Progress &)> &m_report;
    std::int64_t m_total;
    std::int64_t m_done = 0;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

void writeTensor(SafetensorsWriter &writer, const RandomTensor &tensor, const NumberType &type, Meter &meter)
{
    Randomness random(std::hash<std::string>()(tensor.name));
    std::vector<float> numbers(pieceNumbers);
    std::vector<std::byte> bytes(pieceNumbers * static_cast<std::size_t>(type.bytes));
    for (std::int64_t left = tensor.elements(); left > 0;) {
        const auto n = std::min(left, static_cast<std::int64_t>(pieceNumbers));
        const auto size = static_cast<std::size_t>(n);
        for (std::size_t i = 0; i < size; ++i)
            numbers[i] = tensor.mean + tensor.deviation * random.number();
        const auto piece = std::span(bytes).first(size * static_cast<std::size_t>(type.bytes));
        encode(std::span(numbers).first(size), type, piece);
        writer.write(piece);
        meter.add(n * type.bytes);
        left -= n;
    }
}

/// Consecutive tensors of at most shardBytes; a larger one has a shard of its own.
std::vector<std::span<const RandomTensor>> shardsOf(std::span<const RandomTensor> tensors, std::int64_t itemBytes)
{
    std::vector<std::span<const RandomTensor>> shards;
    for (std::size_t begin = 0; begin < tensors.size();) {
        std::size_t end = begin + 1;
        std::int64_t bytes = tensors[begin].elements() * itemBytes;
        for (; end < tensors.size() && bytes + tensors[end].elements() * itemBytes <= shardBytes; ++end)
            bytes += tensors[end].elements() * itemBytes;
        shards.push_back(tensors.subspan(begin, end - begin));
        begin = end;
    }
    return shards;
}

std::string shardName(std::size_t shard, std::size_t nShards)
{
    if (nShards == 1)
        return "model.safetensors";
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "model-%05zu-of-%05zu.safetensors", shard + 1, nShards);
    return name.data();
}

/// Throws EngineError.
void writeJson(const std::filesystem::path &file, const nlohmann::json &value)
{
    std::ofstream stream(file);
    stream << value.dump(2) << '\n';
    stream.close();
    if (!stream)
        throw EngineError("Cannot write '{}'; choose another place or free some space.", file.string());
}

std::string utf8(std::uint32_t codePoint)
{
    if (codePoint < 0x80)
        return {static_cast<char>(codePoint)};
    return {static_cast<char>(0xc0 | codePoint >> 6), static_cast<char>(0x80 | (codePoint & 0x3f))};
}

/// The characters that stand for the 256 bytes in byte-level vocabularies: printable ones for themselves, the others from U+0100 on.
std::vector<std::string> byteCharacters()
{
    std::vector<std::string> characters;
    std::uint32_t next = 256;
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        const bool printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
        characters.push_back(utf8(printable ? byte : next++));
    }
    return characters;
}

/// 0, 1, ... as " a", " b", ..., " aa", ...: each number has a word of its own.
std::string madeUpWord(std::int64_t number)
{
    std::string word;
    for (std::int64_t rest = number + 1; rest > 0; rest = (rest - 1) / 26)
        word.insert(word.begin(), static_cast<char>('a' + (rest - 1) % 26));
    return "\u0120" + word;
}

/// Text becomes bytes; ids that no text has are words, so that every answer can be shown.
nlohmann::json tokenizer(std::int64_t vocabularySize)
{
    nlohmann::json vocabulary{{"<unk>", 0}, {"<s>", 1}, {"</s>", 2}};
    nlohmann::json added = nlohmann::json::array();
    for (const char *name : {"<unk>", "<s>", "</s>"})
        added.push_back({{"id", vocabulary[name]}, {"content", name}, {"single_word", false}, {"lstrip", false}, {"rstrip", false},
            {"normalized", false}, {"special", true}});
    std::int64_t id = firstByteToken;
    for (const std::string &character : byteCharacters())
        vocabulary[character] = id++;
    for (std::int64_t word = 0; id < vocabularySize; ++word)
        vocabulary[madeUpWord(word)] = id++;
    const nlohmann::json byteLevel{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    return {{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}, {"added_tokens", added}, {"normalizer", nullptr},
        {"pre_tokenizer", byteLevel}, {"post_processor", nullptr}, {"decoder", byteLevel},
        {"model",
            {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"continuing_subword_prefix", nullptr},
                {"end_of_word_suffix", nullptr}, {"fuse_unk", false}, {"byte_fallback", false}, {"vocab", vocabulary},
                {"merges", nlohmann::json::array()}}}};
}

/// Throws EngineError.
void prepareDirectory(const std::filesystem::path &directory, std::int64_t bytes)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        throw EngineError("Cannot make the directory '{}': {}; choose another place.", directory.string(), error.message());
    const std::filesystem::space_info space = std::filesystem::space(directory, error);
    if (!error && space.available < static_cast<std::uintmax_t>(bytes))
        throw EngineError("'{}' has room for {}, but the checkpoint takes {}; choose another place or a smaller shape.", directory.string(),
            spelledBytes(static_cast<std::int64_t>(space.available)), spelledBytes(bytes));
}

} // namespace

std::int64_t checkpointBytes(const std::string &shape, const std::string &dtype)
{
    std::int64_t elements = 0;
    for (const RandomTensor &tensor : randomTensors(shapeConfig(shape)))
        elements += tensor.elements();
    return elements * numberType(dtype).bytes;
}

void makeCheckpoint(const std::string &shape, const std::string &dtype, const std::filesystem::path &directory,
    const std::function<void(const Progress &)> &progress)
{
    const NumberType &type = numberType(dtype);
    nlohmann::json config = shapeConfig(shape);
    config["torch_dtype"] = type.ofConfig;
    const std::int64_t total = checkpointBytes(shape, dtype);
    prepareDirectory(directory, total);
    const std::vector<RandomTensor> tensors = randomTensors(config);
    const auto shards = shardsOf(tensors, type.bytes);
    nlohmann::json weightMap = nlohmann::json::object();
    Meter meter(progress, total);
    for (std::size_t shard = 0; shard < shards.size(); ++shard) {
        std::vector<SafetensorsWriter::Entry> entries;
        for (const RandomTensor &tensor : shards[shard]) {
            entries.push_back({tensor.name, type.ofFile, tensor.shape});
            weightMap[tensor.name] = shardName(shard, shards.size());
        }
        SafetensorsWriter writer(directory / shardName(shard, shards.size()), entries, {{"format", "pt"}});
        for (const RandomTensor &tensor : shards[shard])
            writeTensor(writer, tensor, type, meter);
        writer.commit();
    }
    if (shards.size() > 1)
        writeJson(directory / "model.safetensors.index.json", {{"metadata", {{"total_size", total}}}, {"weight_map", weightMap}});
    writeJson(directory / "tokenizer.json", tokenizer(config.at("vocab_size").get<std::int64_t>()));
    writeJson(directory / "config.json", config); // at last: a directory that has it is whole
}

} // namespace needlescope
