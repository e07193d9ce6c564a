// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/gguf.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "files/ggufvaluetype.h"
#include "files/mappedfile.h"
#include "files/tensortype.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <numeric>

namespace needlescope {

namespace {

constexpr std::array<char, 4> magic{'G', 'G', 'U', 'F'};
constexpr std::uint64_t maxDimensions = 4;
constexpr std::size_t longestName = 256; ///< of keys and tensors; the format allows more, but no file is known that has it
constexpr int maxNesting = 4; ///< of arrays in arrays
constexpr std::uint64_t longestArray = 1U << 26; ///< no vocabulary is longer, and each value takes 16 bytes of memory

[[noreturn]] void refuse(const std::filesystem::path &file, const Sentence &cause)
{
    throw EngineError("'{}' is not a usable GGUF file: {}; download it again.", file.string(), cause);
}

using ValueType = GgufValueType;

/// The least that a value takes in a file. Throws EngineError for an unknown type.
std::uint64_t bytesOfValue(ValueType type, const std::filesystem::path &file)
{
    switch (type) {
    case ValueType::U8:
    case ValueType::I8:
    case ValueType::Bool:
        return 1;
    case ValueType::U16:
    case ValueType::I16:
        return 2;
    case ValueType::U32:
    case ValueType::I32:
    case ValueType::F32:
        return 4;
    case ValueType::String:
    case ValueType::U64:
    case ValueType::I64:
    case ValueType::F64:
        return 8;
    case ValueType::Array:
        return 12;
    }
    refuse(file, Sentence("a value in its table has the unknown type {}", static_cast<std::uint32_t>(type)));
}

/// Reads the table of a file from its front; every length in it is checked against what is left.
class Reader
{
public:
    Reader(const std::filesystem::path &file, std::span<const std::byte> bytes)
        : m_file(file)
        , m_bytes(bytes)
    {
    }

    template <typename T>
    T number()
    {
        T value{};
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }

    std::string text()
    {
        const auto bytes = take(number<std::uint64_t>());
        return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    }

    /// Of a key or a tensor.
    std::string name()
    {
        std::string name = text();
        if (name.size() > longestName)
            refuse(m_file, Sentence("its table has a name of {} bytes", name.size()));
        return name;
    }

    nlohmann::json value(ValueType type, int nesting = 0)
    {
        switch (type) {
        case ValueType::U8:
            return number<std::uint8_t>();
        case ValueType::I8:
            return number<std::int8_t>();
        case ValueType::U16:
            return number<std::uint16_t>();
        case ValueType::I16:
            return number<std::int16_t>();
        case ValueType::U32:
            return number<std::uint32_t>();
        case ValueType::I32:
            return number<std::int32_t>();
        case ValueType::F32:
            return number<float>();
        case ValueType::Bool:
            return number<std::uint8_t>() != 0;
        case ValueType::String:
            return text();
        case ValueType::Array:
            return array(nesting + 1);
        case ValueType::U64:
            return number<std::uint64_t>();
        case ValueType::I64:
            return number<std::int64_t>();
        case ValueType::F64:
            return number<double>();
        }
        refuse(m_file, Sentence("a value in its table has the unknown type {}", static_cast<std::uint32_t>(type)));
    }

    /// A count of things that take at least @p bytesEach, so that nothing is reserved for what cannot be there.
    std::uint64_t count(std::uint64_t bytesEach)
    {
        const auto n = number<std::uint64_t>();
        if (n > (m_bytes.size() - m_position) / bytesEach)
            refuse(m_file, "its table is longer than the file, which is probably truncated");
        return n;
    }

    std::size_t position() const { return m_position; }

private:
    std::span<const std::byte> take(std::uint64_t n)
    {
        if (n > m_bytes.size() - m_position)
            refuse(m_file, "it ends within its table and is probably truncated");
        const auto bytes = m_bytes.subspan(m_position, n);
        m_position += n;
        return bytes;
    }

    nlohmann::json array(int nesting)
    {
        if (nesting > maxNesting)
            refuse(m_file, "its table nests arrays too deeply");
        const auto type = static_cast<ValueType>(number<std::uint32_t>());
        const std::uint64_t n = count(bytesOfValue(type, m_file));
        if (n > longestArray)
            refuse(m_file, Sentence("its table has an array of {} values", n));
        nlohmann::json::array_t values;
        values.reserve(n);
        for (std::uint64_t i = 0; i < n; ++i)
            values.push_back(value(type, nesting));
        return values;
    }

    const std::filesystem::path &m_file;
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

struct TensorEntry
{
    std::string name;
    const TensorType *type = nullptr;
    std::vector<std::int64_t> shape;
    std::uint64_t offset = 0; ///< from where the data begin
};

TensorEntry readEntry(Reader &reader, const std::filesystem::path &file)
{
    TensorEntry entry;
    entry.name = reader.name();
    const auto nDimensions = reader.number<std::uint32_t>();
    if (nDimensions > maxDimensions)
        refuse(file, Sentence("tensor '{}' has {} dimensions", entry.name, nDimensions));
    for (std::uint32_t i = 0; i < nDimensions; ++i) {
        entry.shape.push_back(reader.number<std::int64_t>());
        if (entry.shape.back() < 0)
            refuse(file, Sentence("tensor '{}' has an extent that is not a number", entry.name));
    }
    std::ranges::reverse(entry.shape);
    const auto type = reader.number<std::uint32_t>();
    entry.type = tensorTypeOfGguf(type);
    if (entry.type == nullptr)
        refuse(file, Sentence("tensor '{}' has the unknown type {}", entry.name, type));
    entry.offset = reader.number<std::uint64_t>();
    return entry;
}

std::uint64_t alignmentOf(const nlohmann::json &metadata, const std::filesystem::path &file)
{
    const auto found = metadata.find("general.alignment");
    if (found == metadata.end())
        return 32;
    const std::uint64_t alignment = found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    if (alignment == 0 || alignment % 8 != 0 || alignment > 65536)
        refuse(file, "its alignment is no multiple of 8");
    return alignment;
}

/// Part @p number of @p count beside the first one, whose name ends in `-00001-of-COUNT.gguf`.
std::filesystem::path pathOfPart(const std::filesystem::path &first, std::uint64_t number, std::uint64_t count)
{
    const std::string ending = fmt::format("-{:05}-of-{:05}.gguf", 1, count);
    const std::string name = first.filename().string();
    if (!name.ends_with(ending))
        throw EngineError("'{}' is one of {} parts, but its name does not end in '{}' as llama.cpp names the first part; give it the name "
                          "that it was published under.",
            first.string(), count, ending);
    return first.parent_path() / (name.substr(0, name.size() - ending.size()) + fmt::format("-{:05}-of-{:05}.gguf", number + 1, count));
}

std::uint64_t unsignedOr(const nlohmann::json &metadata, const char *key, std::uint64_t absent)
{
    const auto found = metadata.find(key);
    return found != metadata.end() && found->is_number_integer() && *found >= 0 ? found->get<std::uint64_t>() : absent;
}

} // namespace

struct GgufFile::Data
{
    MappedFile file;
    nlohmann::json metadata;
    std::map<std::string, TensorView> tensors;
    std::size_t headerBytes = 0;
};

std::shared_ptr<const GgufFile> GgufFile::open(const std::filesystem::path &file)
{
    auto data = std::make_unique<Data>(Data{MappedFile(file), nlohmann::json::object(), {}, 0});
    const std::span<const std::byte> bytes = data->file.bytes();
    Reader reader(file, bytes);
    if (bytes.size() < magic.size() || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0)
        refuse(file, "it does not begin with 'GGUF'");
    reader.number<std::uint32_t>();
    const auto version = reader.number<std::uint32_t>();
    if (version == __builtin_bswap32(2) || version == __builtin_bswap32(3))
        throw EngineError("'{}' is a GGUF file for big-endian machines; get the usual, little-endian one.", file.string());
    if (version != 2 && version != 3)
        throw EngineError(
            "'{}' is a GGUF file of version {}; versions 2 and 3 are known, convert the model again.", file.string(), version);

    const std::uint64_t nTensors = reader.count(24); // a name's length, dimensions, type, offset
    const std::uint64_t nValues = reader.count(12); // a key's length and a type
    for (std::uint64_t i = 0; i < nValues; ++i) {
        std::string key = reader.name();
        const auto type = static_cast<ValueType>(reader.number<std::uint32_t>());
        if (data->metadata.contains(key))
            refuse(file, Sentence("its table has the key '{}' twice", key));
        data->metadata[std::move(key)] = reader.value(type);
    }
    std::vector<TensorEntry> entries;
    entries.reserve(nTensors);
    for (std::uint64_t i = 0; i < nTensors; ++i)
        entries.push_back(readEntry(reader, file));

    const std::uint64_t alignment = alignmentOf(data->metadata, file);
    data->headerBytes = (reader.position() + alignment - 1) / alignment * alignment;
    if (data->headerBytes > bytes.size() && !entries.empty())
        refuse(file, "it ends within its table and is probably truncated");
    data->headerBytes = std::min(data->headerBytes, bytes.size());
    for (TensorEntry &entry : entries) {
        const auto size = bytesOf(*entry.type, entry.shape);
        if (!size)
            refuse(file, Sentence("tensor '{}' has a shape that does not fit its type {}", entry.name, entry.type->name));
        if (entry.offset % alignment != 0)
            refuse(file, Sentence("tensor '{}' does not begin at a multiple of {} bytes", entry.name, alignment));
        const std::span<const std::byte> tensorData = bytes.subspan(data->headerBytes);
        if (entry.offset > tensorData.size() || *size > tensorData.size() - entry.offset)
            refuse(file, Sentence("tensor '{}' lies outside the file, which is probably truncated", entry.name));
        TensorView view{std::string(entry.type->name), std::move(entry.shape), tensorData.subspan(entry.offset, *size)};
        if (!data->tensors.emplace(entry.name, std::move(view)).second)
            refuse(file, Sentence("it has the tensor '{}' twice", entry.name));
    }
    if (const auto both = overlappingTensors(data->tensors))
        refuse(file, Sentence("the tensors '{}' and '{}' overlap", both->first, both->second));
    return std::shared_ptr<const GgufFile>(new GgufFile(std::move(data)));
}

GgufFile::GgufFile(std::unique_ptr<const Data> data)
    : m_data(std::move(data))
{
}

GgufFile::~GgufFile() = default;

const nlohmann::json &GgufFile::metadata() const
{
    return m_data->metadata;
}

const std::map<std::string, TensorView> &GgufFile::tensors() const
{
    return m_data->tensors;
}

const MappedFile &GgufFile::file() const
{
    return m_data->file;
}

std::size_t GgufFile::headerBytes() const
{
    return m_data->headerBytes;
}

std::vector<std::shared_ptr<const GgufFile>> openGgufParts(const std::filesystem::path &first)
{
    std::vector<std::shared_ptr<const GgufFile>> parts{GgufFile::open(first)};
    const std::uint64_t count = unsignedOr(parts.front()->metadata(), "split.count", 1);
    if (count <= 1)
        return parts;
    const std::uint64_t number = unsignedOr(parts.front()->metadata(), "split.no", 0);
    if (number != 0)
        throw EngineError("'{}' is part {} of {}; open the first part.", first.string(), number + 1, count);
    for (std::uint64_t part = 1; part < count; ++part) {
        const std::filesystem::path path = pathOfPart(first, part, count);
        std::error_code error;
        if (!std::filesystem::exists(path, error))
            throw EngineError("'{}' is missing, which is part {} of {}; put all parts into one folder.", path.string(), part + 1, count);
        parts.push_back(GgufFile::open(path));
        const nlohmann::json &metadata = parts.back()->metadata();
        if (unsignedOr(metadata, "split.no", 0) != part || unsignedOr(metadata, "split.count", 0) != count)
            throw EngineError("'{}' is not part {} of {} of '{}'; put the parts of one model into one folder.", path.string(), part + 1,
                count, first.string());
    }
    const std::uint64_t nTensors = std::accumulate(
        parts.begin(), parts.end(), std::uint64_t{0}, [](std::uint64_t sum, const auto &part) { return sum + part->tensors().size(); });
    const std::uint64_t expected = unsignedOr(parts.front()->metadata(), "split.tensors.count", nTensors);
    if (expected != nTensors)
        throw EngineError("The {} parts of '{}' hold {} tensors where the first one says {}; put the parts of one model into one folder.",
            count, first.string(), nTensors, expected);
    return parts;
}

bool isGguf(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        return false;
    if (file.extension() == ".gguf")
        return true;
    std::array<char, magic.size()> begin{};
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), begin.size()) && begin == magic;
}

} // namespace needlescope
