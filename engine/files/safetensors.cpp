// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/safetensors.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "files/mappedfile.h"
#include "files/tensortype.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace needlescope {

namespace {

static_assert(std::endian::native == std::endian::little, "the format and our reading of it are little-endian");

/// The reference implementation's limit; a longer header is not one.
constexpr std::uint64_t maxHeaderBytes = 100'000'000;
constexpr std::size_t lengthBytes = sizeof(std::uint64_t);

const TensorType &typeOf(const std::string &dtype)
{
    const TensorType *const type = tensorType(dtype);
    if (type == nullptr)
        throw EngineError("There is no type '{}' of tensors; this is a defect of Needlescope.", dtype);
    return *type;
}

[[noreturn]] void fail(const std::filesystem::path &file, const Sentence &cause)
{
    throw EngineError("'{}' is not a usable safetensors file: {}; download or export it again.", file.string(), cause);
}

std::vector<std::int64_t> readShape(const nlohmann::json &json)
{
    std::vector<std::int64_t> shape;
    for (const nlohmann::json &extent : json) {
        if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max())
            return {-1};
        shape.push_back(extent.get<std::int64_t>());
    }
    return shape;
}

/// Throws EngineError where the entry @p json of tensor @p name contradicts itself or the @p data it points into.
TensorView readEntry(
    const std::filesystem::path &file, const std::string &name, const nlohmann::json &json, std::span<const std::byte> data)
{
    const auto has = [&](const char *key, auto test) { return json.is_object() && json.contains(key) && test(json[key]); };
    const auto isOffset = [](const nlohmann::json &number) { return number.is_number_unsigned(); };
    const bool complete = has("dtype", [](const auto &v) { return v.is_string(); })
        && has("shape", [](const auto &v) { return v.is_array(); })
        && has("data_offsets", [&](const auto &v) { return v.is_array() && v.size() == 2 && isOffset(v[0]) && isOffset(v[1]); });
    if (!complete)
        fail(file, Sentence("the entry of tensor '{}' lacks dtype, shape or data_offsets", name));

    TensorView view{json["dtype"].get<std::string>(), readShape(json["shape"]), {}};
    const TensorType *const type = tensorType(view.dtype);
    if (type == nullptr || type->blockSize > 1)
        fail(file, Sentence("tensor '{}' has the unknown type '{}'", name, view.dtype));
    if (std::any_of(view.shape.begin(), view.shape.end(), [](std::int64_t extent) { return extent < 0; }))
        fail(file, Sentence("tensor '{}' has an extent that is not a number", name));

    const auto begin = json["data_offsets"][0].get<std::uint64_t>();
    const auto end = json["data_offsets"][1].get<std::uint64_t>();
    if (begin > end || end > data.size())
        fail(file, Sentence("tensor '{}' lies outside the file, which is probably truncated", name));
    if (bytesOf(*type, view.shape) != end - begin)
        fail(file, Sentence("tensor '{}' has a size that does not fit its shape and type", name));
    view.bytes = data.subspan(begin, end - begin);
    return view;
}

std::string headerOf(std::span<const SafetensorsWriter::Entry> entries, const std::map<std::string, std::string> &metadata)
{
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const auto &[name, dtype, shape] : entries) {
        const std::size_t end = offset + bytesOf(typeOf(dtype), shape).value_or(0);
        header[name] = {{"dtype", dtype}, {"shape", shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + lengthBytes - 1) / lengthBytes * lengthBytes, ' '); // so that the data is aligned
    return text;
}

/// Writes to a temporary file beside @p target and renames it in commit().
class AtomicFile
{
public:
    explicit AtomicFile(const std::filesystem::path &target)
        : m_target(target)
        , m_temporary(target.string() + ".part" + std::to_string(getpid()))
        , m_descriptor(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644))
    {
        if (m_descriptor < 0)
            fail();
    }
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;
    ~AtomicFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        ::unlink(m_temporary.c_str()); // fails after commit(), as it should
    }

    void write(const void *data, std::size_t size)
    {
        const char *next = static_cast<const char *>(data);
        while (size > 0) {
            const ssize_t written = ::write(m_descriptor, next, size);
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                fail();
            next += written;
            size -= static_cast<std::size_t>(written);
        }
    }

    void commit()
    {
        const bool synced = ::fsync(m_descriptor) == 0;
        const bool closed = ::close(std::exchange(m_descriptor, -1)) == 0;
        if (!synced || !closed || ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
            fail();
    }

private:
    [[noreturn]] void fail() const
    {
        const std::string cause = std::strerror(errno);
        ::unlink(m_temporary.c_str());
        throw EngineError("Cannot write '{}': {}; choose another place or free some space.", m_target.string(), cause);
    }

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor;
};

} // namespace

struct SafetensorsFile::Data
{
    MappedFile file;
    std::map<std::string, TensorView> tensors;
    std::size_t headerBytes = 0;
};

std::shared_ptr<const SafetensorsFile> SafetensorsFile::open(const std::filesystem::path &file)
{
    auto data = std::make_unique<Data>(Data{MappedFile(file), {}, 0});
    const std::span<const std::byte> bytes = data->file.bytes();
    if (bytes.size() < lengthBytes)
        fail(file, Sentence("it has only {} bytes", bytes.size()));
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), lengthBytes);
    if (headerBytes > maxHeaderBytes || headerBytes > bytes.size() - lengthBytes)
        fail(file, "its header is longer than the file, which is probably truncated");

    const auto *text = reinterpret_cast<const char *>(bytes.data() + lengthBytes);
    const nlohmann::json header = nlohmann::json::parse(text, text + headerBytes, nullptr, false);
    if (!header.is_object())
        fail(file, "its header is not a JSON object");
    data->headerBytes = lengthBytes + headerBytes;
    for (const auto &[name, entry] : header.items()) {
        if (name != "__metadata__")
            data->tensors.emplace(name, readEntry(file, name, entry, bytes.subspan(data->headerBytes)));
    }
    if (const auto both = overlappingTensors(data->tensors))
        fail(file, Sentence("the tensors '{}' and '{}' overlap", both->first, both->second));
    return std::shared_ptr<const SafetensorsFile>(new SafetensorsFile(std::move(data)));
}

SafetensorsFile::SafetensorsFile(std::unique_ptr<const Data> data)
    : m_data(std::move(data))
{
}

SafetensorsFile::~SafetensorsFile() = default;

const std::map<std::string, TensorView> &SafetensorsFile::tensors() const
{
    return m_data->tensors;
}

const MappedFile &SafetensorsFile::file() const
{
    return m_data->file;
}

std::size_t SafetensorsFile::headerBytes() const
{
    return m_data->headerBytes;
}

const TensorView &SafetensorsFile::tensor(const std::string &name) const
{
    const auto found = m_data->tensors.find(name);
    if (found == m_data->tensors.end())
        fail(path(), Sentence("the tensor '{}' is missing", name));
    return found->second;
}

struct SafetensorsWriter::Data
{
    explicit Data(const std::filesystem::path &path)
        : file(path)
    {
    }

    AtomicFile file;
};

SafetensorsWriter::SafetensorsWriter(
    const std::filesystem::path &file, std::span<const Entry> entries, const std::map<std::string, std::string> &metadata)
    : m_data(std::make_unique<Data>(file))
{
    const std::string header = headerOf(entries, metadata);
    const auto headerBytes = static_cast<std::uint64_t>(header.size());
    m_data->file.write(&headerBytes, sizeof headerBytes);
    m_data->file.write(header.data(), header.size());
}

SafetensorsWriter::~SafetensorsWriter() = default;

void SafetensorsWriter::write(std::span<const std::byte> bytes)
{
    m_data->file.write(bytes.data(), bytes.size());
}

void SafetensorsWriter::commit()
{
    m_data->file.commit();
}

void writeSafetensors(
    const std::filesystem::path &file, const std::map<std::string, TensorView> &tensors, const std::map<std::string, std::string> &metadata)
{
    std::vector<std::pair<std::string, TensorView>> ordered(tensors.begin(), tensors.end());
    // Wide types first keeps every tensor aligned to its type, as the reference implementation does.
    std::stable_sort(ordered.begin(), ordered.end(),
        [](const auto &a, const auto &b) { return typeOf(a.second.dtype).blockBytes > typeOf(b.second.dtype).blockBytes; });
    std::vector<SafetensorsWriter::Entry> entries;
    entries.reserve(ordered.size());
    for (const auto &[name, view] : ordered)
        entries.push_back({name, view.dtype, view.shape});
    SafetensorsWriter writer(file, entries, metadata);
    for (const auto &[name, view] : ordered)
        writer.write(view.bytes);
    writer.commit();
}

} // namespace needlescope
