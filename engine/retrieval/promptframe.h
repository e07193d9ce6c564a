// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <optional>
#include <string>

namespace needlescope {

/// Which chat template a prompt is put into.
struct TemplateChoice
{
    std::string name = "auto"; ///< "auto": the checkpoint's, where it has a known one; "none"; or a family of ChatFamily
    std::optional<std::string> system; ///< system text; empty: the template's own, where it has one
};

/// The frame of needle prompts for the model in @p directory. @p pattern is what the user's turn says, or the whole prompt where there is
/// no chat template; empty: the reference code's for chat and for base models. A family that is not the checkpoint's own is taken in its
/// usual form. With the model's tokenizer the note also tells of marks that it has no token for. Throws EngineError: an unknown name, a
/// system text without a place for it.
ChosenFrame chooseFrame(const std::filesystem::path &directory, const TemplateChoice &choice, const std::string &pattern = {},
    const Tokenizer *tokenizer = nullptr);

} // namespace needlescope
