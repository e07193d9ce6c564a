// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/intervention.h"

#include <cstdint>
#include <string>
#include <vector>

namespace needlescope {

/// Where a result comes from: all that is needed to get it again. The engine makes it, with the result; nothing is added later.
struct Provenance
{
    std::string program; ///< "Needlescope 0.1.0"
    std::string modelName;
    std::string modelHash;
    std::string arithmetic; ///< ModelInfo::arithmetic
    std::string tokenizerHash;
    std::string frame; ///< prompt pattern
    std::string chatTemplate; ///< PromptFrame::chatTemplate
    std::string study; ///< its kind; empty: a single answer
    std::string rule; ///< of the scores; empty: none were taken
    std::string needleSetHash; ///< of needles, or of question items
    std::string haystacks; ///< names with the first digits of their hashes: "demo/book1 1f0c..."
    std::string lengths; ///< tokens, "128 256 512"
    std::string depths; ///< per cent
    std::string ranking; ///< where the order of the masked heads comes from; empty: nothing was ranked
    std::string source; ///< file that the result was read from; empty: computed here
    std::uint64_t seed = 0; ///< of random masks; 0 where nothing was drawn
    Intervention intervention{}; ///< of a study without heads: how those were changed that K, or each single head, names
    bool changesHeads = false; ///< a study changed heads as `intervention` says, one set after the other
    std::string ks; ///< how many of them: "0 1 3"; empty: each alone, or the heads of `intervention`
    int draws = 0; ///< of K random heads, for each K
    bool keepsK = false; ///< K counts the heads that were left as they are; all others were changed
    bool layerMatched = false; ///< these came from the layers of the top ones
    bool wholeGroups = false; ///< K counts KV groups
    double contrast = 0; ///< Decoding::contrast
    std::string versions; ///< of libtorch and other libraries that compute
    std::string created; ///< UTC, ISO 8601
    int shards = 0; ///< of a run that still is in so many; 0: in one file, or computed here
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Provenance, program, modelName, modelHash, arithmetic, tokenizerHash, frame, chatTemplate,
    study, rule, needleSetHash, haystacks, lengths, depths, ranking, source, seed, intervention, changesHeads, ks, draws, keepsK,
    layerMatched, wholeGroups, contrast, versions, created, shards)

} // namespace needlescope
