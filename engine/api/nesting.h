// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/json.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace needlescope {

/// Watches how deep lists and maps are nested, and stops the parser at the limit: nlohmann's reader recurses, so that bytes of a hostile
/// sender could overflow its stack.
class NestingGuard : public nlohmann::json_sax<nlohmann::json>
{
public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t &) override { return true; }
    bool string(string_t &) override { return true; }
    bool binary(binary_t &) override { return true; }
    bool key(string_t &) override { return true; }
    bool start_object(std::size_t) override { return ++m_depth <= limit; }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return ++m_depth <= limit; }
    bool end_array() override { return leave(); }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override { return false; }

    bool tooDeep() const { return m_depth > limit; }

private:
    static constexpr int limit = 64;

    bool leave()
    {
        --m_depth;
        return true;
    }

    int m_depth = 0;
};

/// Whether CBOR @p bytes nest deeper than any of our values does.
inline bool nestsTooDeep(std::span<const std::uint8_t> bytes)
{
    NestingGuard guard;
    nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &guard, nlohmann::json::input_format_t::cbor);
    return guard.tooDeep();
}

/// The same of JSON @p text, whose values may be read by functions that call themselves.
inline bool nestsTooDeep(std::string_view text)
{
    NestingGuard guard;
    nlohmann::json::sax_parse(text, &guard);
    return guard.tooDeep();
}

} // namespace needlescope
