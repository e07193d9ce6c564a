// SPDX-License-Identifier: GPL-3.0-or-later
#include "measures/changewords.h"

#include <fmt/format.h>

namespace needlescope {

std::string changeKey(const Intervention &how)
{
    std::string key(nameOf(how.kind));
    if (how.kind == MaskKind::Scale)
        key += fmt::format(" {}", how.factor);
    else if (how.kind == MaskKind::Window)
        key += fmt::format(" {}+{}", how.sinkTokens, how.recentTokens);
    return key + ", " + std::string(nameOf(how.scope));
}

std::string changeWords(const Intervention &how)
{
    switch (how.kind) {
    case MaskKind::Scale:
        return fmt::format("scaled by {}", how.factor);
    case MaskKind::Window:
        return fmt::format("windowed to {}+{}", how.sinkTokens, how.recentTokens);
    case MaskKind::Uniform:
    case MaskKind::Zero:
    case MaskKind::Mean:
        break;
    }
    return "masked";
}

std::string changeWords(const Provenance &p)
{
    if (!p.changesHeads)
        return {};
    std::string words = p.ks.empty() ? "each head alone"
                                     : fmt::format("{}K = {} {}", p.keepsK ? "all but " : "", p.ks, p.wholeGroups ? "KV groups" : "heads");
    words += fmt::format(" {} ({})", changeWords(p.intervention), changeKey(p.intervention));
    if (!p.ks.empty())
        words += fmt::format(", {} random {}{}", p.draws, p.draws == 1 ? "draw" : "draws", p.layerMatched ? ", layer-matched" : "");
    if (p.contrast != 0)
        words += fmt::format(", contrast {}", p.contrast);
    return words;
}

} // namespace needlescope
