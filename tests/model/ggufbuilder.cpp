// SPDX-License-Identifier: GPL-3.0-or-later
#include "ggufbuilder.h"

#include "files/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <functional>
#include <numeric>

namespace needlescope {

namespace {

/// Rounds up to a half: scales of the test need no better.
std::uint16_t halfOf(float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    const auto exponent = static_cast<int>((bits >> 23) & 255) - 112;
    return exponent <= 0 ? 0 : static_cast<std::uint16_t>((exponent << 10) | ((bits >> 13) & 1023)) + 1;
}

float floatOf(std::uint16_t half)
{
    return half == 0 ? 0 : std::ldexp(1 + static_cast<float>(half & 1023) / 1024, (half >> 10) - 15);
}

std::vector<char> asQ8(const std::vector<float> &numbers)
{
    std::vector<char> packed;
    for (std::size_t block = 0; block + 32 <= numbers.size(); block += 32) {
        float largest = 0;
        for (std::size_t i = 0; i < 32; ++i)
            largest = std::max(largest, std::abs(numbers[block + i]));
        const std::uint16_t half = halfOf(largest / 127);
        packed.insert(packed.end(), {static_cast<char>(half & 0xff), static_cast<char>(half >> 8)});
        for (std::size_t i = 0; i < 32; ++i)
            packed.push_back(half == 0 ? 0 : static_cast<char>(std::lround(numbers[block + i] / floatOf(half))));
    }
    return packed;
}

/// Of a tensor in BF16 or F32.
std::vector<float> numbersOf(const TensorView &view)
{
    std::vector<float> numbers(static_cast<std::size_t>(view.elements()));
    if (view.dtype == "F32") {
        std::memcpy(numbers.data(), view.bytes.data(), view.bytes.size());
        return numbers;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::uint16_t high = 0;
        std::memcpy(&high, view.bytes.data() + 2 * i, sizeof high);
        const auto bits = static_cast<std::uint32_t>(high) << 16;
        std::memcpy(&numbers[i], &bits, sizeof bits);
    }
    return numbers;
}

/// As the converter leaves queries and keys of a Llama: numbers i and i + half of a head beside each other.
std::vector<float> interleaved(const std::vector<float> &rows, std::size_t nHeads, std::size_t columns)
{
    const std::size_t half = rows.size() / columns / nHeads / 2;
    std::vector<float> out;
    for (std::size_t head = 0; head < nHeads; ++head) {
        for (std::size_t i = 0; i < 2 * half; ++i) {
            const std::size_t row = (2 * head + i % 2) * half + i / 2;
            out.insert(out.end(), rows.begin() + static_cast<std::ptrdiff_t>(row * columns),
                rows.begin() + static_cast<std::ptrdiff_t>((row + 1) * columns));
        }
    }
    return out;
}

/// What llama3's scaling divides each frequency by.
std::vector<float> llama3Divisors(const nlohmann::json &rope, int dHead)
{
    const auto number = [&](const char *key) { return rope.at(key).get<double>(); };
    std::vector<float> divisors;
    for (int i = 0; i < dHead; i += 2) {
        const double wavelength = 2 * M_PI * std::pow(number("rope_theta"), static_cast<double>(i) / dHead);
        const double turns = number("original_max_position_embeddings") / wavelength;
        const double low = number("low_freq_factor");
        const double smooth = std::clamp((turns - low) / (number("high_freq_factor") - low), 0.0, 1.0);
        divisors.push_back(static_cast<float>(1 / ((1 - smooth) / number("factor") + smooth)));
    }
    return divisors;
}

} // namespace

void GgufBuilder::tensor(
    const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, const std::vector<char> &bytes)
{
    addTensor(name, type, shape, bytes.size());
    m_tensors.push_back(bytes);
}

void GgufBuilder::tensor(const std::string &name, const TensorView &view)
{
    const auto *bytes = reinterpret_cast<const char *>(view.bytes.data());
    tensor(name, view.dtype, view.shape, {bytes, bytes + view.bytes.size()});
}

std::vector<char> GgufBuilder::bytes() const
{
    std::vector<char> file = header();
    for (const std::vector<char> &each : m_tensors) {
        file.resize((file.size() + alignment - 1) / alignment * alignment);
        file.insert(file.end(), each.begin(), each.end());
    }
    return file;
}

std::filesystem::path GgufBuilder::write(const std::filesystem::path &file) const
{
    const std::vector<char> all = bytes();
    std::ofstream(file, std::ios::binary).write(all.data(), static_cast<std::streamsize>(all.size()));
    return file;
}

std::int64_t GgufParts::Tensor::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies());
}

GgufParts::GgufParts(const std::filesystem::path &file)
{
    const auto opened = GgufFile::open(file);
    keys = opened->metadata();
    for (const auto &[name, view] : opened->tensors()) {
        const auto *bytes = reinterpret_cast<const char *>(view.bytes.data());
        tensors[name] = {view.dtype, view.shape, {bytes, bytes + view.bytes.size()}};
    }
}

nlohmann::json &GgufParts::key(const std::string &name)
{
    return keys[keys.at("general.architecture").get<std::string>() + "." + name];
}

std::filesystem::path GgufParts::write(const std::filesystem::path &file) const
{
    GgufBuilder builder;
    for (const auto &[key, value] : keys.items()) {
        const nlohmann::json one = value.is_array() ? value.at(0) : value;
        if (value.is_null())
            continue;
        if (value.is_array() && one.is_string())
            builder.add(key, value.get<std::vector<std::string>>());
        else if (value.is_array() && one.is_boolean())
            builder.add(key, value.get<std::vector<bool>>());
        else if (value.is_array() && one.is_number_float())
            builder.add(key, value.get<std::vector<float>>());
        else if (value.is_array())
            builder.add(key, value.get<std::vector<std::int32_t>>());
        else if (one.is_string())
            builder.add(key, one.get<std::string>());
        else if (one.is_boolean())
            builder.add(key, one.get<bool>());
        else if (one.is_number_float())
            builder.add(key, one.get<float>());
        else
            builder.add(key, one.get<std::uint32_t>());
    }
    for (const auto &[name, tensor] : tensors)
        builder.tensor(name, tensor.type, tensor.shape, tensor.bytes);
    return builder.write(file);
}

GgufBuilder ggufOfLlama(const std::filesystem::path &directory, const std::string &type)
{
    std::ifstream stream(directory / "config.json");
    const nlohmann::json config = nlohmann::json::parse(stream);
    GgufBuilder builder;
    const nlohmann::json rope = config.value("rope_parameters", nlohmann::json::object());
    builder.addLlama(config, rope.value("rope_theta", 10000.0F));
    if (rope.value("rope_type", "") == "llama3") {
        const std::vector<float> divisors = llama3Divisors(rope, config.at("head_dim").get<int>());
        const auto *plain = reinterpret_cast<const char *>(divisors.data());
        builder.tensor(
            "rope_freqs.weight", "F32", {static_cast<std::int64_t>(divisors.size())}, {plain, plain + divisors.size() * sizeof(float)});
    }
    builder.add("tokenizer.ggml.eos_token_id", std::uint32_t{2});
    const auto file = SafetensorsFile::open(directory / "model.safetensors");
    for (const auto &[name, view] : file->tensors()) {
        std::vector<float> numbers = numbersOf(view);
        const bool isQuery = name.find("q_proj.weight") != std::string::npos;
        const bool isKey = name.find("k_proj.weight") != std::string::npos;
        if (isQuery || isKey)
            numbers = interleaved(numbers, config.at(isQuery ? "num_attention_heads" : "num_key_value_heads").get<std::size_t>(),
                static_cast<std::size_t>(view.shape[1]));
        const bool packs = type == "Q8_0" && view.shape.size() == 2 && view.shape[1] % 32 == 0;
        const auto *plain = reinterpret_cast<const char *>(numbers.data());
        builder.tensor(ggufNameOfLlama(name), packs ? "Q8_0" : "F32", view.shape,
            packs ? asQ8(numbers) : std::vector<char>(plain, plain + numbers.size() * sizeof(float)));
    }
    return builder;
}

} // namespace needlescope
