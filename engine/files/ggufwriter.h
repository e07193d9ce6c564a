// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/ggufvaluetype.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// The front of a GGUF file: its keys and the table of its tensors. Their bytes stand behind it in the table's order, each at a multiple of
/// `alignment`.
class GgufHeader
{
public:
    static constexpr std::uint64_t alignment = 32;

    void add(const std::string &key, const std::string &text);
    void add(const std::string &key, const char *text) { add(key, std::string(text)); }
    void add(const std::string &key, std::uint32_t number);
    void add(const std::string &key, float number);
    void add(const std::string &key, bool flag);
    void add(const std::string &key, const std::vector<std::string> &texts);
    void add(const std::string &key, const std::vector<std::int32_t> &numbers);
    void add(const std::string &key, const std::vector<float> &numbers);
    void add(const std::string &key, const std::vector<bool> &flags);

    /// The keys of a plain Llama with this config.json.
    void addLlama(const nlohmann::json &config, float ropeTheta);

    /// @p type is one of the table of types, @p shape as in safetensors, @p nBytes what the tensor takes.
    void addTensor(const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, std::uint64_t nBytes);

    std::vector<char> header() const;

    std::uint32_t version = 3;

private:
    void begin(const std::string &key, GgufValueType type);

    std::vector<char> m_values;
    std::uint64_t m_nValues = 0;
    std::vector<char> m_table;
    std::uint64_t m_nTensors = 0;
    std::uint64_t m_offset = 0; ///< of the next tensor
};

/// What llama.cpp's converter calls the tensor @p name of a Llama.
std::string ggufNameOfLlama(std::string name);

} // namespace needlescope
