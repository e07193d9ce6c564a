// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "files/gguf.h"

#include <filesystem>
#include <string>
#include <vector>

namespace needlescope {

/// Writes small GGUF files as llama.cpp's converter does.
class GgufBuilder
{
public:
    void add(const std::string &key, const std::string &text);
    void add(const std::string &key, const char *text) { add(key, std::string(text)); }
    void add(const std::string &key, std::uint32_t number);
    void add(const std::string &key, float number);
    void add(const std::string &key, bool flag);
    void add(const std::string &key, const std::vector<std::string> &texts);
    void add(const std::string &key, const std::vector<std::int32_t> &numbers);

    /// @p shape as in safetensors.
    void tensor(const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, const std::vector<char> &bytes);
    void tensor(const std::string &name, const TensorView &view);

    std::vector<char> bytes() const;
    std::filesystem::path write(const std::filesystem::path &file) const;

    std::uint32_t version = 3;

private:
    struct Tensor
    {
        std::string name;
        std::string type;
        std::vector<std::int64_t> shape;
        std::vector<char> bytes;
    };

    void begin(const std::string &key, std::uint32_t type);

    std::vector<char> m_values;
    std::uint64_t m_nValues = 0;
    std::vector<Tensor> m_tensors;
};

/// The checkpoint of @p directory, a plain Llama, as one GGUF file whose matrices are of @p type: "F32", or "Q8_0" (then their numbers are
/// rounded).
GgufBuilder ggufOfLlama(const std::filesystem::path &directory, const std::string &type);

} // namespace needlescope
