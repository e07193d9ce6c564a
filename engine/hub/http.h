// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/work.h"
#include "hub/hubaccess.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace needlescope {

/// How a request ended.
struct HttpAnswer
{
    long status = 0; ///< of the last answer after redirects; 0 where none came
    std::map<std::string, std::string> headers; ///< of it, names in lower case
    std::string failure; ///< what broke the connection, before the answer or in the middle of it; empty: the answer is whole
    bool mayPass = false; ///< another try may bring more: the connection broke, or the server is busy
    bool reached = true; ///< a connection came about

    bool isWhole() const { return failure.empty() && status >= 200 && status < 300; }
    std::string header(const std::string &name) const;
};

/// GET requests to the hub. The connection is kept for the next one. Not for several threads at once.
class Http
{
public:
    /// Called with each piece of a body that arrives under a status of 2xx, and once with an empty piece before the first. May throw, which
    /// ends the request.
    using Take = std::function<void(const HttpAnswer &answer, std::string_view bytes)>;

    explicit Http(const HubAccess &access);
    ~Http();
    Http(const Http &) = delete;
    Http &operator=(const Http &) = delete;

    /// One try, from byte @p from on. Redirects are followed, but none to plain http unless the hub itself is there; only the hub's own
    /// host is told the token. Throws Cancelled, what @p take throws, and EngineError for a redirect that is refused.
    HttpAnswer get(const std::string &url, std::int64_t from, const Work &work, const Take &take);

private:
    struct Transfer;
    HttpAnswer hop(const std::string &url, std::int64_t from, const Work &work, const Take &take);

    const HubAccess &m_access;
    std::unique_ptr<void, void (*)(void *)> m_curl;
};

/// Repeats @p attempt while its answer may pass: at once after progress was made, as counted by @p received, else after growing pauses, a
/// few times; as long as the server asks for where that is bearable. Returns the last answer. Throws what @p attempt throws, and Cancelled.
HttpAnswer patiently(const Work &work, const std::function<HttpAnswer()> &attempt, const std::function<std::int64_t()> &received);

/// The seconds that an answer asks to wait; negative where it does not.
double retryAfter(const HttpAnswer &answer);

} // namespace needlescope
