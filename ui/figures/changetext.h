// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/provenance.h"

#include <QString>

namespace needlescope {

// What was done to heads, in the user's language. A boosted head is not called masked anywhere.

/// The factor of MaskKind::Scale, with the digits that tell it from every other: "2.5".
QString factorText(const Intervention &intervention);

/// "masked", "scaled by 2.5", "windowed to 4+64".
QString changedText(const Intervention &intervention);

/// The same as one word of data files, untranslated: "masked", "scaled", "windowed".
QString changedWord(const Intervention &intervention);

/// "3 heads masked, uniform, while decoding"; "3 heads scaled by 2.5, everywhere"; "nothing masked".
QString maskText(const Intervention &intervention);

/// What a study changed, for a footer: "K = 0 1 3 heads scaled by 2.5, while decoding, 3 random draws"; empty: nothing.
QString changeText(const Provenance &provenance);

/// What a title must add where heads were not plainly masked: "heads scaled by 2.5, contrast 0.5"; else empty.
QString titleChange(const Provenance &provenance);

/// Of an axis: "K, number of heads masked", "K, number of KV groups scaled by 2.5, contrast 0.5".
QString kAxisText(const Provenance &provenance);

/// The largest K of a study; 0 where it has none.
int largestK(const Provenance &provenance);

/// A series of rows for a legend: "Unmasked", "Top K masked", "3 random heads scaled by 2.5" where @p k is 3. A series that is not only a
/// role keeps its own name.
QString seriesName(const std::string &series, const Provenance &provenance, int k = 0);

} // namespace needlescope
