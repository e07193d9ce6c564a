// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/sentence.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace needlescope {

/// A value inside a tokenizer's JSON file that knows where it stands, so that every complaint names file, place and cause.
/// All reading functions throw EngineError when the value is not what they read. File and value must outlive the view.
class JsonView
{
public:
    JsonView(const nlohmann::json &value, const std::string &file, std::string place);

    JsonView at(const std::string &key) const; ///< a member that must be there
    std::optional<JsonView> find(const std::string &key) const; ///< a member that may be missing or null
    std::size_t size() const; ///< of an array
    JsonView operator[](std::size_t index) const; ///< of an array

    bool isArray() const;
    bool isString() const;
    bool isTokenId() const;
    const std::string &string() const;
    bool boolean() const;
    double number() const;
    std::size_t count() const; ///< a small whole number, 0 or more
    std::int32_t tokenId() const;
    char32_t character() const; ///< a string of one character

    bool boolean(const std::string &key, bool otherwise) const;
    std::string string(const std::string &key, const std::string &otherwise) const;

    const nlohmann::json &json() const { return m_value; }
    const std::string &file() const { return m_file; }

    /// Ends in an EngineError: the value is damaged; @p cause continues the sentence after its place ("is missing").
    [[noreturn]] void fail(const Sentence &cause) const;
    /// Ends in an EngineError: a component that is not known here.
    [[noreturn]] void failUnsupported(const Sentence &what) const;

private:
    const nlohmann::json &m_value;
    const std::string &m_file;
    std::string m_place;
};

/// Token ids are indices of tables, so a wild one in a damaged file must not size them.
constexpr std::int32_t maximalTokenId = (1 << 22) - 1;
/// Components may nest (Sequence in Sequence); deeper than this only in a malicious file.
constexpr int maximalNesting = 16;

} // namespace needlescope
