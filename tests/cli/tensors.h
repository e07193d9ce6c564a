// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <QByteArray>

#include <cstring>
#include <string>
#include <vector>

namespace needlescope {

/// A safetensors file read without our own reader, so that a fault in it cannot hide itself (and so that the test links no torch).
class Tensors
{
public:
    explicit Tensors(const std::string &file);

    bool contains(const std::string &name) const { return m_header.contains(name); }
    std::vector<std::int64_t> shape(const std::string &name) const { return m_header.at(name).at("shape"); }

    /// Throws std::runtime_error where the tensor is of another type.
    template <typename T>
    std::vector<T> values(const std::string &name, const char *dtype) const
    {
        const auto bytes = bytesOf(name, dtype);
        std::vector<T> values(static_cast<std::size_t>(bytes.size()) / sizeof(T));
        std::memcpy(values.data(), bytes.data(), static_cast<std::size_t>(bytes.size()));
        return values;
    }

private:
    QByteArray bytesOf(const std::string &name, const char *dtype) const;

    nlohmann::json m_header;
    QByteArray m_data;
};

} // namespace needlescope
