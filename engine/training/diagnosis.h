// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "training/batches.h"
#include "training/languagemodel.h"

#include <array>
#include <string>

namespace needlescope {

/// Where the heads look while a token that stands in the context is predicted. Internal to engine/training.
struct CopyDiagnosis
{
    double accuracy = 0; ///< share of copied tokens that are predicted
    /// (layers, heads) share of copied tokens where the head's argmax is the token itself.
    std::vector<std::vector<double>> scores;
    /// For the best head at each offset 0 .. 4: share where the argmax lies that far behind the token. Copying by an offset
    /// other than 0 is the "shifted induction" that the retrieval score does not see.
    std::array<double, 5> bestByOffset{};
};

/// Over the positions of @p batch whose role is Answer or Copied.
CopyDiagnosis diagnoseCopying(const LanguageModel &model, const TrainingBatch &batch);

/// "copy .93, argmax offset 0 .61, +1 .02 ...; heads 1-3 .61, 1-7 .40".
std::string summary(const CopyDiagnosis &diagnosis);

} // namespace needlescope
