// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"

#include <array>

namespace needlescope {

/// What became of the needle in an answer (figure 9 of the paper); `measures/outcome.h` holds the rule.
enum class Outcome {
    Complete, ///< the answer says the needle
    Incomplete, ///< part of it
    WrongExtraction, ///< copied from another place of the context
    Hallucination, ///< neither: invented
};

template <>
struct EnumNames<Outcome>
{
    static constexpr std::string_view kind = "outcome";
    static constexpr std::array names{
        std::pair{Outcome::Complete, std::string_view("complete")},
        std::pair{Outcome::Incomplete, std::string_view("incomplete")},
        std::pair{Outcome::WrongExtraction, std::string_view("wrong extraction")},
        std::pair{Outcome::Hallucination, std::string_view("hallucination")},
    };
};

} // namespace needlescope
