// SPDX-License-Identifier: GPL-3.0-or-later
#include "ggufmaker.h"

#include "shapes.h"

#include "api/engineerror.h"
#include "files/ggufwriter.h"
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

bool isMatrix(const RandomTensor &tensor)
{
    return tensor.shape.size() == 2;
}

GgufHeader headerOf(const nlohmann::json &config, const std::vector<RandomTensor> &tensors, const std::string &dtype)
{
    GgufHeader header;
    header.addLlama(config, config.at("rope_theta").get<float>());
    for (const RandomTensor &tensor : tensors) {
        const std::string type = isMatrix(tensor) ? dtype : "F32";
        header.addTensor(ggufNameOfLlama(tensor.name), type, tensor.shape, bytesOf(*tensorType(type), tensor.shape).value());
    }
    return header;
}

void pad(std::ofstream &stream)
{
    for (auto at = static_cast<std::uint64_t>(stream.tellp()); at % GgufHeader::alignment != 0; ++at)
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
    const std::vector<char> header = headerOf(config, tensors, dtype).header();
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
