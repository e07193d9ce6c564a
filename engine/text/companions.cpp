// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/companions.h"

#include "api/json.h"
#include "text/tokenizerfile.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

namespace needlescope {

namespace {

namespace fs = std::filesystem;

/// The tokens by role come in this order, then those of a role that only some models have.
constexpr std::array<const char *, 7> roles{"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"};

nlohmann::json readIfThere(const fs::path &file)
{
    std::error_code error;
    return fs::exists(file, error) ? readTokenizerJson(file) : nlohmann::json::object();
}

/// The id that added_tokens_decoder writes as the name of a member.
std::int32_t idFromName(const std::string &name, const JsonView &place)
{
    std::int32_t id = -1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (error != std::errc() || end != name.data() + name.size() || id < 0 || id > maximalTokenId)
        place.fail("is not named by a token id");
    return id;
}

/// A token by role: its text, or an object as in added_tokens_decoder.
AddedToken readNamed(const JsonView &token)
{
    AddedToken named;
    if (token.isString())
        named.content = token.string();
    else
        named = AddedToken::read(token);
    named.special = true;
    return named;
}

void appendNamed(const JsonView &token, std::vector<AddedToken> &named)
{
    AddedToken read = readNamed(token);
    const auto sameContent = [&](const AddedToken &other) { return other.content == read.content; };
    if (!read.content.empty() && std::ranges::none_of(named, sameContent))
        named.push_back(std::move(read));
}

bool isToken(const nlohmann::json &value)
{
    return value.is_string() || (value.is_object() && value.contains("content"));
}

/// `additional_special_tokens` and `extra_special_tokens`: a list, or an object of roles and tokens.
void appendExtra(const JsonView &extra, std::vector<AddedToken> &named)
{
    if (extra.json().is_object()) {
        for (const auto &member : extra.json().items())
            appendNamed(extra.at(member.key()), named);
        return;
    }
    for (std::size_t i = 0; i < extra.size(); ++i)
        appendNamed(extra[i], named);
}

std::vector<AddedToken> readRoles(const JsonView &root)
{
    std::vector<AddedToken> named;
    for (const char *role : roles) {
        if (const auto token = root.find(role))
            appendNamed(*token, named);
    }
    for (const auto &member : root.json().items()) {
        const bool isRole = member.key().ends_with("_token") && isToken(member.value());
        if (isRole && std::ranges::find(roles, member.key()) == roles.end())
            appendNamed(root.at(member.key()), named);
    }
    const auto extra = root.find("extra_special_tokens");
    const bool hasExtra = extra && !extra->json().empty();
    if (hasExtra)
        appendExtra(*extra, named);
    else if (const auto additional = root.find("additional_special_tokens"))
        appendExtra(*additional, named);
    return named;
}

std::vector<AddedToken> readDecoder(const JsonView &decoder)
{
    if (!decoder.json().is_object())
        decoder.fail("must be an object of ids and tokens");
    std::vector<AddedToken> listed;
    for (const auto &member : decoder.json().items()) {
        const JsonView entry = decoder.at(member.key());
        AddedToken token = AddedToken::read(entry);
        token.id = idFromName(member.key(), entry);
        listed.push_back(std::move(token));
    }
    std::ranges::stable_sort(listed, {}, &AddedToken::id);
    return listed;
}

std::vector<AddedToken> readAddedList(const JsonView &list, const std::vector<AddedToken> &named)
{
    std::vector<AddedToken> listed;
    for (const auto &member : list.json().items()) {
        AddedToken token;
        token.content = member.key();
        token.id = list.at(member.key()).tokenId();
        token.special = std::ranges::any_of(named, [&](const AddedToken &other) { return other.content == token.content; });
        token.normalized = !token.special;
        listed.push_back(std::move(token));
    }
    std::ranges::stable_sort(listed, {}, &AddedToken::id);
    return listed;
}

std::optional<bool> flag(const JsonView &root, const std::string &key)
{
    const auto value = root.find(key);
    return value ? std::optional(value->boolean()) : std::nullopt;
}

std::string textOf(const nlohmann::json &json, const char *key)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

TokenizerCompanions TokenizerCompanions::read(const fs::path &directory)
{
    TokenizerCompanions companions;
    const std::string configName = (directory / "tokenizer_config.json").string();
    nlohmann::json config = readIfThere(configName);
    const auto decoder = JsonView(config, configName, "").find("added_tokens_decoder");
    if (!decoder) {
        // What stands in special_tokens_map.json counts more than the same role in tokenizer_config.json.
        const fs::path map = directory / "special_tokens_map.json";
        config.update(readIfThere(map));
    }
    const JsonView root(config, configName, "");
    companions.named = readRoles(root);
    companions.addBos = flag(root, "add_bos_token");
    companions.addEos = flag(root, "add_eos_token");
    companions.legacy = flag(root, "legacy");
    companions.addPrefixSpace = flag(root, "add_prefix_space");
    companions.tokenizerClass = textOf(config, "tokenizer_class");
    if (companions.tokenizerClass.ends_with("Fast"))
        companions.tokenizerClass.resize(companions.tokenizerClass.size() - 4);
    companions.listedCountMore = decoder.has_value();
    if (const auto again = root.find("added_tokens_decoder")) {
        companions.listed = readDecoder(*again);
    } else {
        const std::string name = (directory / "added_tokens.json").string();
        const nlohmann::json list = readIfThere(name);
        companions.listed = readAddedList(JsonView(list, name, ""), companions.named);
    }
    try {
        companions.modelType = textOf(readIfThere(directory / "config.json"), "model_type");
    } catch (const EngineError &) {
        // Who reads the model says what is wrong with its config.json.
    }
    return companions;
}

void TokenizerCompanions::applyListed(std::vector<AddedToken> &tokens) const
{
    std::unordered_map<std::string, std::size_t> places;
    std::unordered_set<std::int32_t> ids;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        places.emplace(tokens[i].content, i);
        ids.insert(tokens[i].id);
    }
    for (AddedToken token : listed) {
        const auto isSame = [&](const AddedToken &other) { return other.content == token.content; };
        token.special = token.special || std::ranges::any_of(named, isSame);
        const auto same = places.find(token.content);
        if (same != places.end()) {
            AddedToken &known = tokens[same->second];
            if (known.id != token.id)
                throw EngineError(
                    "The files of the tokenizer do not agree: the token '{}' has the ids {} and {}; fetch them again from where the "
                    "model came.",
                    token.content, known.id, token.id);
            if (listedCountMore)
                known = token;
        } else if (listedCountMore || !ids.contains(token.id)) {
            places.emplace(token.content, tokens.size());
            ids.insert(token.id);
            tokens.push_back(token);
        }
    }
}

void TokenizerCompanions::applyNamed(std::vector<AddedToken> &tokens, AddedToken token, std::int32_t known, std::size_t size)
{
    if (std::ranges::find(tokens, token.content, &AddedToken::content) != tokens.end())
        return;
    // A role may fall to an ordinary piece (a full stop that ends answers), which text must not lose when it is decoded.
    token.special = known < 0;
    token.id = known;
    if (known < 0) {
        token.id = static_cast<std::int32_t>(size);
        for (const AddedToken &other : tokens)
            token.id = std::max(token.id, other.id + 1);
    }
    tokens.push_back(std::move(token));
}

} // namespace needlescope
