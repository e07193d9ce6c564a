// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/addedtokens.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace needlescope {

/// What the files beside a tokenizer say of it, as transformers reads them: `tokenizer_config.json`, and where that has no
/// `added_tokens_decoder` also `special_tokens_map.json` and `added_tokens.json`; of `config.json` the kind of model.
struct TokenizerCompanions
{
    /// Tokens with ids. Those of `added_tokens_decoder` count more than the tokenizer's own entries of the same content, others less.
    std::vector<AddedToken> listed;
    bool listedCountMore = false;
    /// Special tokens by role (`eos_token`, `additional_special_tokens`, ...), without ids: they are in the vocabulary, or new.
    std::vector<AddedToken> named;
    std::optional<bool> addBos;
    std::optional<bool> addEos;
    std::optional<bool> legacy;
    std::optional<bool> addPrefixSpace;
    std::string tokenizerClass; ///< without "Fast" at its end; may be empty
    std::string modelType; ///< may be empty

    /// Files that are missing say nothing. Throws EngineError for those that are damaged.
    static TokenizerCompanions read(const std::filesystem::path &directory);

    /// Adds to @p tokens what is not there yet and corrects the flags of what is. @p idOf gives a vocabulary's ids (-1 for none), @p size
    /// is the number of its pieces, behind which new tokens come.
    template <typename IdOf>
    void applyTo(std::vector<AddedToken> &tokens, const IdOf &idOf, std::size_t size) const
    {
        applyListed(tokens);
        for (const AddedToken &token : named)
            applyNamed(tokens, token, idOf(token.content), size);
    }

private:
    void applyListed(std::vector<AddedToken> &tokens) const;
    static void applyNamed(std::vector<AddedToken> &tokens, AddedToken token, std::int32_t known, std::size_t size);
};

} // namespace needlescope
