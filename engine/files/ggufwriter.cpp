// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/ggufwriter.h"

#include "files/tensortype.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace needlescope {

namespace {

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

} // namespace

void GgufHeader::begin(const std::string &key, GgufValueType type)
{
    append(m_values, key);
    append(m_values, type);
    ++m_nValues;
}

void GgufHeader::add(const std::string &key, const std::string &text)
{
    begin(key, GgufValueType::String);
    append(m_values, text);
}

void GgufHeader::add(const std::string &key, std::uint32_t number)
{
    begin(key, GgufValueType::U32);
    append(m_values, number);
}

void GgufHeader::add(const std::string &key, float number)
{
    begin(key, GgufValueType::F32);
    append(m_values, number);
}

void GgufHeader::add(const std::string &key, bool flag)
{
    begin(key, GgufValueType::Bool);
    m_values.push_back(flag ? 1 : 0);
}

void GgufHeader::add(const std::string &key, const std::vector<std::string> &texts)
{
    begin(key, GgufValueType::Array);
    append(m_values, GgufValueType::String);
    append(m_values, static_cast<std::uint64_t>(texts.size()));
    for (const std::string &text : texts)
        append(m_values, text);
}

void GgufHeader::add(const std::string &key, const std::vector<std::int32_t> &numbers)
{
    begin(key, GgufValueType::Array);
    append(m_values, GgufValueType::I32);
    append(m_values, static_cast<std::uint64_t>(numbers.size()));
    for (const std::int32_t number : numbers)
        append(m_values, number);
}

void GgufHeader::add(const std::string &key, const std::vector<float> &numbers)
{
    begin(key, GgufValueType::Array);
    append(m_values, GgufValueType::F32);
    append(m_values, static_cast<std::uint64_t>(numbers.size()));
    for (const float number : numbers)
        append(m_values, number);
}

void GgufHeader::add(const std::string &key, const std::vector<bool> &flags)
{
    begin(key, GgufValueType::Array);
    append(m_values, GgufValueType::Bool);
    append(m_values, static_cast<std::uint64_t>(flags.size()));
    for (const bool flag : flags)
        m_values.push_back(flag ? 1 : 0);
}

void GgufHeader::addLlama(const nlohmann::json &config, float ropeTheta)
{
    add("general.architecture", "llama");
    for (const auto &[key, from] : {std::pair{"context_length", "max_position_embeddings"}, {"embedding_length", "hidden_size"},
             {"block_count", "num_hidden_layers"}, {"feed_forward_length", "intermediate_size"},
             {"attention.head_count", "num_attention_heads"}, {"attention.head_count_kv", "num_key_value_heads"}})
        add(std::string("llama.") + key, config.at(from).get<std::uint32_t>());
    add("llama.attention.layer_norm_rms_epsilon", config.at("rms_norm_eps").get<float>());
    add("llama.rope.freq_base", ropeTheta);
}

void GgufHeader::addTensor(const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, std::uint64_t nBytes)
{
    append(m_table, name);
    append(m_table, static_cast<std::uint32_t>(shape.size()));
    for (auto extent = shape.rbegin(); extent != shape.rend(); ++extent)
        append(m_table, *extent);
    append(m_table, static_cast<std::uint32_t>(tensorType(type)->ggufId));
    append(m_table, m_offset);
    m_offset += (nBytes + alignment - 1) / alignment * alignment;
    ++m_nTensors;
}

std::vector<char> GgufHeader::header() const
{
    std::vector<char> header{'G', 'G', 'U', 'F'};
    append(header, version);
    append(header, m_nTensors);
    append(header, m_nValues);
    header.insert(header.end(), m_values.begin(), m_values.end());
    header.insert(header.end(), m_table.begin(), m_table.end());
    return header;
}

std::string ggufNameOfLlama(std::string name)
{
    for (const auto &[from, to] : {std::pair{"model.layers.", "blk."}, {"self_attn.q_proj", "attn_q"}, {"self_attn.k_proj", "attn_k"},
             {"self_attn.v_proj", "attn_v"}, {"self_attn.o_proj", "attn_output"}, {"mlp.gate_proj", "ffn_gate"}, {"mlp.up_proj", "ffn_up"},
             {"mlp.down_proj", "ffn_down"}, {"input_layernorm", "attn_norm"}, {"post_attention_layernorm", "ffn_norm"},
             {"model.norm", "output_norm"}, {"model.embed_tokens", "token_embd"}, {"lm_head", "output"}}) {
        if (const auto found = name.find(from); found != std::string::npos)
            name.replace(found, std::string(from).size(), to);
    }
    return name;
}

} // namespace needlescope
