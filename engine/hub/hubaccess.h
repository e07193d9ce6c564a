// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace needlescope {

/// Where the hub is and who asks.
struct HubAccess
{
    std::string endpoint; ///< without a slash at its end
    std::string token; ///< empty: anybody
    std::string tokenSource; ///< "HF_TOKEN", or the token's file

    bool allowsHttp() const { return endpoint.starts_with("http://"); }
};

/// As the Hugging Face libraries do: $HF_ENDPOINT, else https://huggingface.co; $HF_TOKEN, else $HUGGING_FACE_HUB_TOKEN, else the file
/// $HF_TOKEN_PATH or `token` in hubHome(). Throws EngineError: an endpoint that is no address, a token that cannot be one, or
/// $HF_HUB_OFFLINE.
HubAccess hubAccess();

} // namespace needlescope
