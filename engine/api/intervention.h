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
    Window, ///< the head sees the attention sink (the first tokens) and the most recent tokens only, as where a KV cache is compressed
    Scale, ///< the head's output is multiplied by a factor; above 1 it is boosted
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
        std::pair{MaskKind::Window, std::string_view("window")},
        std::pair{MaskKind::Scale, std::string_view("scale")},
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

/// Which heads are changed, how and where. It acts on the head's output before o_proj.
struct Intervention
{
    std::vector<HeadId> heads; ///< sorted, without repeats
    MaskKind kind = MaskKind::Uniform;
    MaskScope scope = MaskScope::Decode;
    float factor = 1; ///< of Scale
    int sinkTokens = 4; ///< of Window
    int recentTokens = 64; ///< of Window; the position itself is one of them

    bool empty() const { return heads.empty(); }
    bool masks(HeadId id) const { return std::binary_search(heads.begin(), heads.end(), id); }

    /// What it changes while the prompt is read; the default where it acts on decoding only.
    Intervention whileReading() const { return scope == MaskScope::Everywhere && !empty() ? *this : Intervention(); }

    friend bool operator==(const Intervention &, const Intervention &) = default;
};

/// Sorts @p heads and drops repeats.
inline Intervention maskOf(std::vector<HeadId> heads, MaskKind kind = MaskKind::Uniform, MaskScope scope = MaskScope::Decode)
{
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    Intervention intervention;
    intervention.heads = std::move(heads);
    intervention.kind = kind;
    intervention.scope = scope;
    return intervention;
}

/// The same change of other heads.
inline Intervention withHeads(const Intervention &how, std::vector<HeadId> heads)
{
    Intervention intervention = maskOf(std::move(heads), how.kind, how.scope);
    intervention.factor = how.factor;
    intervention.sinkTokens = how.sinkTokens;
    intervention.recentTokens = how.recentTokens;
    return intervention;
}

/// Whether two change their heads alike, whichever these are; what a kind does not use does not count.
inline bool sameChange(const Intervention &a, const Intervention &b)
{
    if (a.kind != b.kind || a.scope != b.scope)
        return false;
    if (a.kind == MaskKind::Scale)
        return a.factor == b.factor;
    return a.kind != MaskKind::Window || (a.sinkTokens == b.sinkTokens && a.recentTokens == b.recentTokens);
}

inline void to_json(nlohmann::json &json, const Intervention &intervention)
{
    json = {{"heads", intervention.heads}, {"kind", intervention.kind}, {"scope", intervention.scope}};
    if (intervention.kind == MaskKind::Scale)
        json["factor"] = intervention.factor;
    if (intervention.kind == MaskKind::Window) {
        json["sinkTokens"] = intervention.sinkTokens;
        json["recentTokens"] = intervention.recentTokens;
    }
}

inline void from_json(const nlohmann::json &json, Intervention &intervention)
{
    Intervention how;
    how.kind = json.value("kind", how.kind);
    how.scope = json.value("scope", how.scope);
    how.factor = json.value("factor", how.factor);
    how.sinkTokens = json.value("sinkTokens", how.sinkTokens);
    how.recentTokens = json.value("recentTokens", how.recentTokens);
    intervention = withHeads(how, json.value("heads", std::vector<HeadId>()));
}

} // namespace needlescope
