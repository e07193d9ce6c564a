// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/fetch.h"
#include "api/work.h"

#include <memory>
#include <string>

namespace needlescope {

/// A model's way from the Hugging Face hub into the local cache, where the Hugging Face libraries find it too. For one thread.
class ModelFetch
{
public:
    /// Asks the hub what @p model is: `org/name`, `org/name/file`, or their address in a browser. Throws EngineError and Cancelled.
    ModelFetch(const std::string &model, const Work &work);
    ~ModelFetch();

    const FetchPlan &plan() const { return m_plan; }

    /// Gets what is not here, checks size and hash of each file before it has its name, and lets the model's name mean this revision once
    /// all are there. What has arrived by then stays when it is stopped, and is continued. Throws EngineError and Cancelled.
    void run(const Work &work);

private:
    struct Parts;

    std::unique_ptr<Parts> m_parts;
    FetchPlan m_plan;
};

} // namespace needlescope
