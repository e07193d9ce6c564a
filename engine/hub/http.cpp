// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>
#include <exception>
#include <thread>
#include <utility>

namespace needlescope {

namespace {

constexpr int mostRedirects = 10;
constexpr int mostFailures = 5; ///< in a row without any progress
constexpr double firstPause = 0.5; ///< seconds; doubled each time
constexpr double longestPause = 120; ///< what a server may ask for
constexpr long connectSeconds = 30;
constexpr long silentSeconds = 60; ///< a connection that brings nothing for so long is broken

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(
        lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return lower;
}

std::string_view stripped(std::string_view text)
{
    constexpr auto blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// An address taken apart.
class Url
{
public:
    explicit Url(const std::string &text)
        : m_handle(curl_url(), &curl_url_cleanup)
        , m_valid(curl_url_set(m_handle.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK)
    {
    }

    /// Where a link on it leads.
    std::string at(const std::string &link) const
    {
        curl_url_set(m_handle.get(), CURLUPART_URL, link.c_str(), CURLU_URLENCODE);
        return part(CURLUPART_URL);
    }

    std::string part(CURLUPart which) const
    {
        char *text = nullptr;
        if (!m_valid || curl_url_get(m_handle.get(), which, &text, CURLU_DEFAULT_PORT) != CURLUE_OK)
            return {};
        std::string copy = text;
        curl_free(text);
        return copy;
    }

    std::string origin() const { return lowered(part(CURLUPART_SCHEME) + "://" + part(CURLUPART_HOST) + ":" + part(CURLUPART_PORT)); }

private:
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> m_handle;
    bool m_valid;
};

bool isRedirect(long status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool isBusy(long status)
{
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

/// What another try will not cure.
bool isLasting(CURLcode code)
{
    return code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_PEER_FAILED_VERIFICATION
        || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_OUT_OF_MEMORY || code == CURLE_FAILED_INIT;
}

bool isUnreached(CURLcode code)
{
    return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_COULDNT_CONNECT;
}

void pause(double seconds, const Work &work)
{
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (Clock::now() < end) {
        work.poll();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    work.poll();
}

} // namespace

std::string HttpAnswer::header(const std::string &name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

/// What libcurl's callbacks see; exceptions wait here, because they must not cross C.
struct Http::Transfer
{
    HttpAnswer &answer;
    const Work &work;
    const Take &take;
    bool begun = false;
    std::exception_ptr thrown;

    template <typename Action>
    bool guarded(Action action)
    {
        try {
            action();
            return true;
        } catch (...) {
            thrown = std::current_exception();
            return false;
        }
    }

    void noteHeader(std::string_view line)
    {
        line = stripped(line);
        if (line.starts_with("HTTP/")) {
            answer.headers.clear();
            const auto blank = line.find(' ');
            const std::string_view code = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1, 3);
            std::from_chars(code.begin(), code.end(), answer.status);
        } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
            answer.headers[lowered(stripped(line.substr(0, colon)))] = stripped(line.substr(colon + 1));
        }
    }

    void begin()
    {
        if (!std::exchange(begun, true) && answer.isWhole())
            take(answer, {});
    }

    void takeBytes(std::string_view bytes)
    {
        begin();
        if (answer.isWhole())
            take(answer, bytes);
    }

    static std::size_t onHeader(char *data, std::size_t size, std::size_t n, void *self)
    {
        auto *transfer = static_cast<Transfer *>(self);
        return transfer->guarded([&] { transfer->noteHeader({data, size * n}); }) ? size * n : 0;
    }

    static std::size_t onBytes(char *data, std::size_t size, std::size_t n, void *self)
    {
        auto *transfer = static_cast<Transfer *>(self);
        return transfer->guarded([&] { transfer->takeBytes({data, size * n}); }) ? size * n : CURL_WRITEFUNC_ERROR;
    }

    static int onProgress(void *self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        auto *transfer = static_cast<Transfer *>(self);
        return transfer->guarded([&] { transfer->work.poll(); }) ? 0 : 1;
    }
};

Http::Http(const HubAccess &access)
    : m_access(access)
    , m_curl(nullptr, &curl_easy_cleanup)
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialised == CURLE_OK)
        m_curl.reset(curl_easy_init());
    if (!m_curl)
        throw EngineError("libcurl could not be started; install it anew.");
}

Http::~Http() = default;

HttpAnswer Http::get(const std::string &url, std::int64_t from, const Work &work, const Take &take)
{
    std::string at = url;
    for (int redirects = 0; redirects <= mostRedirects; ++redirects) {
        HttpAnswer answer = hop(at, from, work, take);
        const std::string location = answer.header("location");
        if (!answer.failure.empty() || !isRedirect(answer.status) || location.empty())
            return answer;
        std::string next = Url(at).at(location);
        const bool allowed = next.starts_with("https://") || (m_access.allowsHttp() && next.starts_with("http://"));
        if (!allowed)
            throw EngineError("'{}' leads to '{}', which is not https, and is not followed; ask whoever runs the hub.", at, location);
        at = std::move(next);
    }
    throw EngineError("'{}' leads from address to address without an end; ask whoever runs the hub.", url);
}

HttpAnswer Http::hop(const std::string &url, std::int64_t from, const Work &work, const Take &take)
{
    HttpAnswer answer;
    Transfer transfer{answer, work, take, false, {}};
    CURL *curl = m_curl.get();
    curl_easy_reset(curl);
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(nullptr, &curl_slist_free_all);
    const auto addHeader = [&](const std::string &line) { headers.reset(curl_slist_append(headers.release(), line.c_str())); };
    if (!m_access.token.empty() && Url(url).origin() == Url(m_access.endpoint).origin())
        addHeader("Authorization: Bearer " + m_access.token);
    if (from > 0)
        addHeader("Range: bytes=" + std::to_string(from) + "-");
    char message[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, m_access.allowsHttp() ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "needlescope/" NEEDLESCOPE_VERSION);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, message);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, silentSeconds);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::onBytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);

    const CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OK && transfer.guarded([&] { transfer.begin(); })) {
        answer.mayPass = isBusy(answer.status);
        return answer;
    }
    if (transfer.thrown)
        std::rethrow_exception(transfer.thrown);
    answer.failure = *message ? message : curl_easy_strerror(code);
    answer.mayPass = !isLasting(code);
    answer.reached = !isUnreached(code);
    return answer;
}

double retryAfter(const HttpAnswer &answer)
{
    const std::string value = answer.header("retry-after");
    double seconds = -1;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && end == value.data() + value.size() && seconds >= 0)
        return seconds;
    const auto date = value.empty() ? -1 : curl_getdate(value.c_str(), nullptr);
    if (date < 0)
        return -1;
    return std::max(0.0, std::difftime(date, std::time(nullptr)));
}

HttpAnswer patiently(const Work &work, const std::function<HttpAnswer()> &attempt, const std::function<std::int64_t()> &received)
{
    int failures = 0;
    bool reachedBefore = false;
    for (;;) {
        const std::int64_t before = received();
        HttpAnswer answer = attempt();
        if (received() > before)
            failures = 0;
        ++failures;
        // A network that was never there is told at once; one that goes away may come back.
        const bool hopeless = !answer.reached && !reachedBefore;
        reachedBefore = reachedBefore || answer.reached;
        const double asked = retryAfter(answer);
        if (!answer.mayPass || hopeless || failures >= mostFailures || asked > longestPause)
            return answer;
        pause(asked >= 0 ? asked : firstPause * std::exp2(failures - 1), work);
    }
}

} // namespace needlescope
