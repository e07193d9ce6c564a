// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/weights.h"

namespace needlescope {

/// What a layer with a Recurrence makes of @p x, (rows, dModel), by its state; Recurrence::Scales::output is not in it. One state: the rows
/// are one sequence, in order; otherwise each row goes on with a state of its own. The states become those behind the rows; their old
/// tensors do not change. A row's result does not depend on those of other sequences.
at::Tensor recurrentBlock(const Architecture &architecture, const RecurrentWeights &weights, const Backend &backend, const at::Tensor &x,
    std::span<RecurrentState> states);

/// The state before the first token.
RecurrentState emptyState(const Architecture &architecture, const Backend &backend);

/// Bytes of one layer's state.
std::int64_t stateBytes(const Architecture &architecture);

} // namespace needlescope
