// SPDX-License-Identifier: GPL-3.0-or-later
#include "ggufbuilder.h"

#include "api/json.h"
#include "files/safetensors.h"
#include "files/tensortype.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

namespace needlescope {

namespace {

constexpr std::uint64_t alignment = 32;

template <typename T>
void append(std::vector<char> &to, T value)
{
    const auto *bytes = reinterpret_cast<const char *>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

void append(std::vector<char> &to, const std::string &text)
{
    append(to, static_cast<std::uint64_t>(text.size()));
    to.insert(to.end(), text.begin(), text.end());
}

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
        append(packed, half);
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

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const auto found = text.find(from);
    return found == std::string::npos ? text : text.replace(found, from.size(), to);
}

std::string ggufName(std::string name)
{
    for (const auto &[from, to] : {std::pair{"model.layers.", "blk."}, {"self_attn.q_proj", "attn_q"}, {"self_attn.k_proj", "attn_k"},
             {"self_attn.v_proj", "attn_v"}, {"self_attn.o_proj", "attn_output"}, {"mlp.gate_proj", "ffn_gate"}, {"mlp.up_proj", "ffn_up"},
             {"mlp.down_proj", "ffn_down"}, {"input_layernorm", "attn_norm"}, {"post_attention_layernorm", "ffn_norm"},
             {"model.norm", "output_norm"}, {"model.embed_tokens", "token_embd"}, {"lm_head", "output"}})
        name = replaced(name, from, to);
    return name;
}

} // namespace

void GgufBuilder::begin(const std::string &key, std::uint32_t type)
{
    append(m_values, key);
    append(m_values, type);
    ++m_nValues;
}

void GgufBuilder::add(const std::string &key, const std::string &text)
{
    begin(key, 8);
    append(m_values, text);
}

void GgufBuilder::add(const std::string &key, std::uint32_t number)
{
    begin(key, 4);
    append(m_values, number);
}

void GgufBuilder::add(const std::string &key, float number)
{
    begin(key, 6);
    append(m_values, number);
}

void GgufBuilder::add(const std::string &key, bool flag)
{
    begin(key, 7);
    m_values.push_back(flag ? 1 : 0);
}

void GgufBuilder::add(const std::string &key, const std::vector<std::string> &texts)
{
    begin(key, 9);
    append(m_values, std::uint32_t{8});
    append(m_values, static_cast<std::uint64_t>(texts.size()));
    for (const std::string &text : texts)
        append(m_values, text);
}

void GgufBuilder::add(const std::string &key, const std::vector<std::int32_t> &numbers)
{
    begin(key, 9);
    append(m_values, std::uint32_t{5});
    append(m_values, static_cast<std::uint64_t>(numbers.size()));
    for (const std::int32_t number : numbers)
        append(m_values, number);
}

void GgufBuilder::tensor(
    const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, const std::vector<char> &bytes)
{
    m_tensors.push_back({name, type, shape, bytes});
}

void GgufBuilder::tensor(const std::string &name, const TensorView &view)
{
    const auto *bytes = reinterpret_cast<const char *>(view.bytes.data());
    tensor(name, view.dtype, view.shape, {bytes, bytes + view.bytes.size()});
}

std::vector<char> GgufBuilder::bytes() const
{
    std::vector<char> file{'G', 'G', 'U', 'F'};
    append(file, version);
    append(file, static_cast<std::uint64_t>(m_tensors.size()));
    append(file, m_nValues);
    file.insert(file.end(), m_values.begin(), m_values.end());
    std::uint64_t offset = 0;
    for (const Tensor &each : m_tensors) {
        append(file, each.name);
        append(file, static_cast<std::uint32_t>(each.shape.size()));
        for (auto extent = each.shape.rbegin(); extent != each.shape.rend(); ++extent)
            append(file, *extent);
        append(file, static_cast<std::uint32_t>(tensorType(each.type)->ggufId));
        append(file, offset);
        offset += (each.bytes.size() + alignment - 1) / alignment * alignment;
    }
    for (const Tensor &each : m_tensors) {
        file.resize((file.size() + alignment - 1) / alignment * alignment);
        file.insert(file.end(), each.bytes.begin(), each.bytes.end());
    }
    return file;
}

std::filesystem::path GgufBuilder::write(const std::filesystem::path &file) const
{
    const std::vector<char> all = bytes();
    std::ofstream(file, std::ios::binary).write(all.data(), static_cast<std::streamsize>(all.size()));
    return file;
}

GgufBuilder ggufOfLlama(const std::filesystem::path &directory, const std::string &type)
{
    std::ifstream stream(directory / "config.json");
    const nlohmann::json config = nlohmann::json::parse(stream);
    GgufBuilder builder;
    builder.add("general.architecture", "llama");
    for (const auto &[key, from] : {std::pair{"context_length", "max_position_embeddings"}, {"embedding_length", "hidden_size"},
             {"block_count", "num_hidden_layers"}, {"feed_forward_length", "intermediate_size"},
             {"attention.head_count", "num_attention_heads"}, {"attention.head_count_kv", "num_key_value_heads"}})
        builder.add(std::string("llama.") + key, config.at(from).get<std::uint32_t>());
    builder.add("llama.attention.layer_norm_rms_epsilon", config.at("rms_norm_eps").get<float>());
    const nlohmann::json rope = config.value("rope_parameters", nlohmann::json::object());
    builder.add("llama.rope.freq_base", rope.value("rope_theta", 10000.0F));
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
        builder.tensor(ggufName(name), packs ? "Q8_0" : "F32", view.shape,
            packs ? asQ8(numbers) : std::vector<char>(plain, plain + numbers.size() * sizeof(float)));
    }
    return builder;
}

} // namespace needlescope
