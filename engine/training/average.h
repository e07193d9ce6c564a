// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

namespace needlescope {

/// Writes the mean of the weights of exported @p models, which must be stages of one training: it answers better than each of them
/// (Wortsman et al. 2022, "Model soups"). Everything but the weights is that of the last one. Throws EngineError where their tensors differ
/// in name or shape.
void averageModels(const std::vector<std::filesystem::path> &models, const std::filesystem::path &directory);

} // namespace needlescope
