// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jsonview.h"

#include "api/engineerror.h"
#include "api/json.h"
#include "api/utf8.h"

namespace needlescope {

JsonView::JsonView(const nlohmann::json &value, const std::string &file, std::string place)
    : m_value(value)
    , m_file(file)
    , m_place(std::move(place))
{
}

void JsonView::fail(const Sentence &cause) const
{
    if (m_place.empty())
        throw EngineError("{}: the file {}; fetch it again from where the model came.", m_file, cause);
    throw EngineError("{}: \"{}\" {}; fetch the file again from where the model came.", m_file, m_place, cause);
}

void JsonView::failUnsupported(const Sentence &what) const
{
    throw EngineError(
        "{}: \"{}\" uses {}, which this version does not know; take a model with another tokenizer, or ask for support of this one.",
        m_file, m_place, what);
}

JsonView JsonView::at(const std::string &key) const
{
    if (!m_value.is_object())
        fail("must be an object");
    const std::string place = m_place.empty() ? key : m_place + "." + key;
    const auto member = m_value.find(key);
    if (member == m_value.end())
        JsonView(m_value, m_file, place).fail("is missing");
    return {*member, m_file, place};
}

std::optional<JsonView> JsonView::find(const std::string &key) const
{
    if (!m_value.is_object())
        fail("must be an object");
    const auto member = m_value.find(key);
    if (member == m_value.end() || member->is_null())
        return std::nullopt;
    return at(key);
}

std::size_t JsonView::size() const
{
    if (!m_value.is_array())
        fail("must be a list");
    return m_value.size();
}

JsonView JsonView::operator[](std::size_t index) const
{
    const std::string place = m_place + "[" + std::to_string(index) + "]";
    if (index >= size())
        JsonView(m_value, m_file, place).fail("is missing");
    return {m_value[index], m_file, place};
}

bool JsonView::isArray() const
{
    return m_value.is_array();
}

bool JsonView::isString() const
{
    return m_value.is_string();
}

const std::string &JsonView::string() const
{
    if (!m_value.is_string())
        fail("must be a text");
    return m_value.get_ref<const std::string &>();
}

bool JsonView::boolean() const
{
    if (!m_value.is_boolean())
        fail("must be true or false");
    return m_value.get<bool>();
}

double JsonView::number() const
{
    if (!m_value.is_number())
        fail("must be a number");
    return m_value.get<double>();
}

std::size_t JsonView::count() const
{
    if (!m_value.is_number_unsigned() || m_value.get<std::uint64_t>() > 1'000'000)
        fail("must be a whole number from 0 to 1000000");
    return m_value.get<std::size_t>();
}

bool JsonView::isTokenId() const
{
    return m_value.is_number_unsigned() && m_value.get<std::uint64_t>() <= maximalTokenId;
}

std::int32_t JsonView::tokenId() const
{
    if (!isTokenId())
        fail(Sentence("must be a token id from 0 to {}", maximalTokenId));
    return m_value.get<std::int32_t>();
}

char32_t JsonView::character() const
{
    const std::string &text = string();
    if (text.empty() || characterAt(text, 0).length != text.size())
        fail("must be a single character");
    return characterAt(text, 0).codePoint;
}

bool JsonView::boolean(const std::string &key, bool otherwise) const
{
    const auto member = find(key);
    return member ? member->boolean() : otherwise;
}

std::string JsonView::string(const std::string &key, const std::string &otherwise) const
{
    const auto member = find(key);
    return member ? member->string() : otherwise;
}

} // namespace needlescope
