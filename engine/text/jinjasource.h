// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace needlescope {

/// A piece of what a template writes: a text, or an expression (as the source spells it) that stands for one.
struct JinjaPart
{
    bool literal = false;
    std::string text;
};

/// What stands between two tags that decide something.
struct JinjaStep
{
    enum class Kind {
        Output, ///< text and expressions that are written one after the other
        Assignment, ///< `{% set name = ... %}`
        Statement, ///< any other `{% ... %}`, in `source`
    };

    Kind kind = Kind::Output;
    std::string source; ///< of an assignment: the name
    std::vector<JinjaPart> parts; ///< of outputs and assignments; texts that follow each other are one

    /// All texts, expressions left out.
    std::string literals() const;
    bool isLiteral() const { return parts.size() == 1 && parts.front().literal; }
};

/// Takes a Jinja template apart without running it, as transformers reads it (trim_blocks, lstrip_blocks): its steps in the order of the
/// source, whatever loops and conditions say. Never throws; what cannot be taken apart stays one expression.
std::vector<JinjaStep> stepsOfJinja(std::string_view source);

} // namespace needlescope
