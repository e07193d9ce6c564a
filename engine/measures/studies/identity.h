// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/study.h"

namespace needlescope {

/// What makes @p request the study that it is: two requests are one study, which may share a run file, exactly where this is equal. It is
/// the request's JSON without what changes no answer (names of texts, and of a ranking all but what it ranks) and without whatever has its
/// default, so that a field added later leaves older studies what they were.
nlohmann::json identityOf(const StudyRequest &request);

} // namespace needlescope
