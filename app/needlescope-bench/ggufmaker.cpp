// SPDX-License-Identifier: GPL-3.0-or-later
#include "ggufmaker.h"

#include "shapes.h"

#include "api/engineerror.h"
#include "files/tensortype.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <vector>

namespace needlescope {

namespace {

constexpr std::uint64_t alignment = 32;
constexpr std::size_t pieceBlocks = 1 << 14; ///< that are made and written at once

/// Bytes of a block whose other bytes are random.
struct BlockKind
{
    float stepOfDeviation; ///< of packed numbers: how many steps the deviation of evenly drawn ones is
    void (*setScales)(std::vector<char> &block, std::size_t at, float step);
};

std::uint16_t halfOf(float number)
{
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const auto exponent = static_cast<int>(bits >> 23 & 0xff) - 127 + 15;
    const std::uint32_t sign = bits >> 16 & 0x8000;
    return static_cast<std::uint16_t>(exponent <= 0 ? sign : sign | static_cast<std::uint32_t>(exponent) << 10 | (bits >> 13 & 0x3ff));
}

void putHalf(std::vector<char> &bytes, std::size_t at, float number)
{
    const std::uint16_t half = halfOf(number);
    bytes[at] = static_cast<char>(half & 0xff);
    bytes[at + 1] = static_cast<char>(half >> 8);
}

/// Numbers are evenly distributed around 0.
const std::map<std::string, BlockKind> &blockKinds()
{
    static const std::map<std::string, BlockKind> kinds{
        {"Q8_0", {73.9F, [](std::vector<char> &bytes, std::size_t at, float step) { putHalf(bytes, at, step); }}},
        {"Q4_1",
            {4.61F,
                [](std::vector<char> &bytes, std::size_t at, float step) {
                    putHalf(bytes, at, step);
                    putHalf(bytes, at + 2, -7.5F * step);
                }}},
        {"Q4_K",
            {4.61F,
                [](std::vector<char> &bytes, std::size_t at, float step) {
                    putHalf(bytes, at, step / 32); // each group's scale and minimum are 32
                    putHalf(bytes, at + 2, 7.5F * step / 32);
                    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at) + 4, 8, static_cast<char>(0xa0));
                    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at) + 12, 4, char{0});
                }}},
    };
    return kinds;
}

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

std::string ggufName(std::string name)
{
    for (const auto &[from, to] : {std::pair{"model.layers.", "blk."}, {"self_attn.q_proj", "attn_q"}, {"self_attn.k_proj", "attn_k"},
             {"self_attn.v_proj", "attn_v"}, {"self_attn.o_proj", "attn_output"}, {"mlp.gate_proj", "ffn_gate"}, {"mlp.up_proj", "ffn_up"},
             {"mlp.down_proj", "ffn_down"}, {"post_attention_layernorm", "ffn_norm"}, {"input_layernorm", "attn_norm"},
             {"model.norm", "output_norm"}, {"model.embed_tokens", "token_embd"}, {"lm_head", "output"}}) {
        if (const auto found = name.find(from); found != std::string::npos)
            name.replace(found, std::string(from).size(), to);
    }
    return name;
}

bool isMatrix(const RandomTensor &tensor)
{
    return tensor.shape.size() == 2;
}

/// What stands before the numbers.
std::vector<char> headerOf(const nlohmann::json &config, const std::vector<RandomTensor> &tensors, const std::string &dtype)
{
    constexpr std::uint32_t version = 3;
    constexpr std::uint32_t unsigned32 = 4;
    constexpr std::uint32_t float32 = 6;
    constexpr std::uint32_t text = 8;
    using Keys = std::vector<std::pair<const char *, const char *>>;
    const Keys numbers{{"context_length", "max_position_embeddings"}, {"embedding_length", "hidden_size"},
        {"block_count", "num_hidden_layers"}, {"feed_forward_length", "intermediate_size"}, {"attention.head_count", "num_attention_heads"},
        {"attention.head_count_kv", "num_key_value_heads"}};
    const Keys reals{{"attention.layer_norm_rms_epsilon", "rms_norm_eps"}, {"rope.freq_base", "rope_theta"}};
    std::vector<char> header{'G', 'G', 'U', 'F'};
    append(header, version);
    append(header, static_cast<std::uint64_t>(tensors.size()));
    append(header, static_cast<std::uint64_t>(1 + numbers.size() + reals.size()));
    append(header, std::string("general.architecture"));
    append(header, text);
    append(header, std::string("llama"));
    for (const auto &[key, from] : numbers) {
        append(header, std::string("llama.") + key);
        append(header, unsigned32);
        append(header, config.at(from).get<std::uint32_t>());
    }
    for (const auto &[key, from] : reals) {
        append(header, std::string("llama.") + key);
        append(header, float32);
        append(header, config.at(from).get<float>());
    }
    std::uint64_t offset = 0;
    for (const RandomTensor &tensor : tensors) {
        const TensorType &type = *tensorType(isMatrix(tensor) ? dtype : "F32");
        append(header, ggufName(tensor.name));
        append(header, static_cast<std::uint32_t>(tensor.shape.size()));
        for (auto extent = tensor.shape.rbegin(); extent != tensor.shape.rend(); ++extent)
            append(header, static_cast<std::uint64_t>(*extent));
        append(header, static_cast<std::uint32_t>(type.ggufId));
        append(header, offset);
        offset += (bytesOf(type, tensor.shape).value() + alignment - 1) / alignment * alignment;
    }
    return header;
}

void pad(std::ofstream &stream)
{
    for (auto at = static_cast<std::uint64_t>(stream.tellp()); at % alignment != 0; ++at)
        stream.put(0);
}

} // namespace

bool isGgufType(const std::string &dtype)
{
    return blockKinds().contains(dtype);
}

void makeGguf(const std::string &shape, const std::string &dtype, const std::filesystem::path &file)
{
    const nlohmann::json config = shapeConfig(shape);
    const auto kind = blockKinds().find(dtype);
    if (config.at("model_type") != "llama" || kind == blockKinds().end())
        throw EngineError("No GGUF file is made of '{}' in {}; use a shape of Llama and Q8_0, Q4_1 or Q4_K.", shape, dtype);
    const std::vector<RandomTensor> tensors = randomTensors(config);
    const TensorType &type = *tensorType(dtype);
    const std::filesystem::path unfinished = file.string() + ".part";
    std::ofstream stream(unfinished, std::ios::binary);
    const std::vector<char> header = headerOf(config, tensors, dtype);
    stream.write(header.data(), static_cast<std::streamsize>(header.size()));
    std::mt19937_64 random(1);
    for (const RandomTensor &tensor : tensors) {
        pad(stream);
        if (!isMatrix(tensor)) {
            const std::vector<float> numbers(static_cast<std::size_t>(tensor.elements()), tensor.mean);
            stream.write(reinterpret_cast<const char *>(numbers.data()), static_cast<std::streamsize>(numbers.size() * sizeof(float)));
            continue;
        }
        std::size_t left = static_cast<std::size_t>(tensor.elements()) / type.blockSize;
        for (; left > 0 && stream; left -= std::min(left, pieceBlocks)) {
            std::vector<char> bytes(std::min(left, pieceBlocks) * type.blockBytes);
            std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
            for (std::size_t block = 0; block < bytes.size(); block += type.blockBytes)
                kind->second.setScales(bytes, block, tensor.deviation / kind->second.stepOfDeviation);
            stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        }
    }
    stream.close();
    std::error_code error;
    std::filesystem::rename(unfinished, file, error);
    if (!stream || error)
        throw EngineError("Cannot write '{}'; choose another place or free some space.", file.string());
}

} // namespace needlescope
