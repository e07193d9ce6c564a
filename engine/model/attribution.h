// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/headarray.h"
#include "model/forward.h"

#include <map>

namespace needlescope {

struct LogitAttribution;

/// Keeps what each part of a decoding step of one row adds to the residual stream.
class ResidualRecorder : public ResidualObserver
{
public:
    void embedded(const at::Tensor &residual) override;
    void attended(int layer, const at::Tensor &heads, const at::Tensor &output) override;
    void remembered(int layer, const at::Tensor &update) override;
    void fedForward(const at::Tensor &update) override;
    void finished(const at::Tensor &residual) override;

    /// What each part contributes to the logit of @p token, the last norm frozen at its actual scale.
    LogitAttribution attribute(const Architecture &architecture, const Weights &weights, std::int32_t token) const;

private:
    at::Tensor m_embedding; ///< all (1, dModel) unless told otherwise, float32 on the CPU
    std::map<int, at::Tensor> m_heads; ///< by layer, inputs of o_proj, (1, nHeads * dValue)
    std::map<int, at::Tensor> m_outputs; ///< by layer, of o_proj, before the norm behind it
    std::map<int, at::Tensor> m_remembered; ///< by layer, what its state adds
    std::vector<at::Tensor> m_feedForward;
    at::Tensor m_final; ///< before the last norm
};

} // namespace needlescope
