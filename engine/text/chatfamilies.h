// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/chattemplate.h"

namespace needlescope {

/// See ChatTemplate::recognised.
std::optional<ChatTemplate> recognisedTemplate(std::string_view jinja, std::string_view bos);

} // namespace needlescope
