// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quantization.h"

#include "model/modelconfig.h"

namespace needlescope {

namespace {

constexpr const char *instead
    = "weights as they were trained, fp8 or mxfp4; get the model unquantized as bf16, f16 or f32, or quantized as GGUF";
constexpr std::int64_t largestBlock = 1 << 16;

Quantization readFloat8(const ModelConfig &config, const ModelConfig &quantization)
{
    if (quantization.textOr("fmt", "e4m3") != "e4m3")
        config.refuse("quantization_config", "the format e4m3 of fp8");
    if (!quantization.has("weight_block_size"))
        return {Quantization::Kind::Float8, 0, 0};
    const std::vector<std::int32_t> sizes = quantization.ids("weight_block_size");
    if (sizes.size() != 2 || sizes[0] < 1 || sizes[1] < 1 || sizes[0] > largestBlock || sizes[1] > largestBlock)
        quantization.refuse("weight_block_size", "the rows and columns of a block");
    return {Quantization::Kind::Float8, sizes[0], sizes[1]};
}

} // namespace

Quantization readQuantization(const ModelConfig &config)
{
    if (const std::optional<ModelConfig> quantization = config.object("quantization_config")) {
        const std::string method = quantization->textOr("quant_method", "");
        if (method == "fp8")
            return readFloat8(config, *quantization);
        if (method == "mxfp4")
            return {Quantization::Kind::Mxfp4, 0, 0};
        config.refuse("quantization_config", instead);
    }
    for (const char *key : {"quantization", "compression_config"}) {
        if (config.has(key))
            config.refuse(key, instead);
    }
    const std::optional<ModelConfig> text = config.object("text_config");
    return text ? readQuantization(*text) : Quantization();
}

} // namespace needlescope
