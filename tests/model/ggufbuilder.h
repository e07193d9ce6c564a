// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"
#include "files/gguf.h"
#include "files/ggufwriter.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace needlescope {

/// Writes small GGUF files as llama.cpp's converter does.
class GgufBuilder : public GgufHeader
{
public:
    /// @p shape as in safetensors.
    void tensor(const std::string &name, const std::string &type, const std::vector<std::int64_t> &shape, const std::vector<char> &bytes);
    void tensor(const std::string &name, const TensorView &view);

    std::vector<char> bytes() const;
    std::filesystem::path write(const std::filesystem::path &file) const;

private:
    std::vector<std::vector<char>> m_tensors;
};

/// What a GGUF file holds, to be changed and written again.
struct GgufParts
{
    struct Tensor
    {
        std::string type;
        std::vector<std::int64_t> shape; ///< as in safetensors
        std::vector<char> bytes;

        std::int64_t elements() const;
    };

    explicit GgufParts(const std::filesystem::path &file);
    std::filesystem::path write(const std::filesystem::path &file) const;

    /// The same with keys that begin with the architecture.
    nlohmann::json &key(const std::string &name);

    nlohmann::json keys;
    std::map<std::string, Tensor> tensors;
};

/// The checkpoint of @p directory, a plain Llama, as one GGUF file whose matrices are of @p type: "F32", or "Q8_0" (then their numbers are
/// rounded).
GgufBuilder ggufOfLlama(const std::filesystem::path &directory, const std::string &type);

} // namespace needlescope
