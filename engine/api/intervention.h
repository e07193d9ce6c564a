// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"
#include "api/headid.h"

#include <algorithm>
#include <array>
#include <vector>

namespace needlescope {

enum class MaskKind {
    Uniform, ///< pre-softmax scores are 0, so the head attends evenly (what the reference code does)
    Zero, ///< the head's output is 0: equals zeroing its rows of W_O
    Mean, ///< the head's output is its mean over the positions of the unmasked prompt
};

enum class MaskScope {
    Decode, ///< the prompt without its last token is prefilled unmasked (what the reference code does)
    Everywhere, ///< prefill too
};

template <>
struct EnumNames<MaskKind>
{
    static constexpr std::string_view kind = "mask kind";
    static constexpr std::array names{
        std::pair{MaskKind::Uniform, std::string_view("uniform")},
        std::pair{MaskKind::Zero, std::string_view("zero")},
        std::pair{MaskKind::Mean, std::string_view("mean")},
    };
};

template <>
struct EnumNames<MaskScope>
{
    static constexpr std::string_view kind = "mask scope";
    static constexpr std::array names{
        std::pair{MaskScope::Decode, std::string_view("decode")},
        std::pair{MaskScope::Everywhere, std::string_view("everywhere")},
    };
};

/// Which heads are switched off, how and where. It acts on the head's output before o_proj.
struct Intervention
{
    std::vector<HeadId> heads; ///< sorted, without repeats
    MaskKind kind = MaskKind::Uniform;
    MaskScope scope = MaskScope::Decode;

    bool empty() const { return heads.empty(); }
    bool masks(HeadId id) const { return std::binary_search(heads.begin(), heads.end(), id); }
    friend bool operator==(const Intervention &, const Intervention &) = default;
};

/// Sorts @p heads and drops repeats.
inline Intervention maskOf(std::vector<HeadId> heads, MaskKind kind = MaskKind::Uniform, MaskScope scope = MaskScope::Decode)
{
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    return {std::move(heads), kind, scope};
}

inline void to_json(nlohmann::json &json, const Intervention &intervention)
{
    json = {{"heads", intervention.heads}, {"kind", intervention.kind}, {"scope", intervention.scope}};
}

inline void from_json(const nlohmann::json &json, Intervention &intervention)
{
    intervention = maskOf(json.at("heads").get<std::vector<HeadId>>(), json.at("kind").get<MaskKind>(), json.at("scope").get<MaskScope>());
}

} // namespace needlescope
