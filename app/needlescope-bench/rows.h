// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "benchmodels.h"
#include "row.h"

#include <optional>

namespace needlescope {

/// Tokens that rows decode.
inline constexpr int answerTokens = 32;

/// Whose attention is captured.
inline constexpr TokenSpan benchNeedle{16, 32};

/// What the rows measure and how often.
struct Bench
{
    BenchModels &models;
    std::optional<std::filesystem::path> own; ///< the user's own model, measured in place of the synthetic ones
    bool quick = false;
    std::optional<std::filesystem::path> peer; ///< Python interpreter whose packages are measured, too

    int repeats(int many) const { return quick ? std::max(3, many / 3) : many; }
    std::vector<BenchModel> instead(std::vector<BenchModel> synthetic) const
    {
        return own ? std::vector<BenchModel>{{"", "", *own}} : std::move(synthetic);
    }
};

// Each measures one row of the table, or several where it is measured for several models. All throw EngineError.
std::vector<Row> clickToAnswer(const Bench &bench);
std::vector<Row> prefillVsSgemm(const Bench &bench);
std::vector<Row> decodeVsBandwidth(const Bench &bench);
std::vector<Row> captureOverhead(const Bench &bench);
std::vector<Row> longContext(const Bench &bench); ///< attention-row and memory-32k: both need a prompt of 32K tokens
std::vector<Row> openLarge(const Bench &bench);
std::vector<Row> whatIfsBatched(const Bench &bench);
std::vector<Row> maskRedecode(const Bench &bench);
std::vector<Row> detectionReuse(const Bench &bench); ///< a needle at ten depths, prompts sharing their beginnings
std::vector<Row> peers(const Bench &bench); ///< prefill and decoding against llama.cpp and transformers
std::vector<Row> window(const Bench &bench); ///< by needlescope-windowbench; none where that is not built
std::vector<Row> atlasTogether(const Bench &bench); ///< every single head off, forced answers

} // namespace needlescope
