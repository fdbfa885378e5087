#include "harness/client/http_client.hpp"

#include "harness/client/org_host.hpp"
#include "mockorg/base/assert.hpp"

#include <curl/curl.h>
#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <vector>

namespace rowlock {
namespace {

/// Bytes per system call. Uploads and results are of many megabytes.
constexpr long k_receive_buffer = 512 * 1024;
constexpr long k_send_buffer = 1024 * 1024;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct MultiDeleter {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};

struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyDeleter>;
using Multi = std::unique_ptr<CURLM, MultiDeleter>;
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

/// A request whose every new session ends at once is refused for another reason.
constexpr unsigned k_sessions_max = 5;

/// One request under way; its address is known to curl until it has finished.
struct Transfer {
    std::uint64_t token = 0;
    HttpRequest request;
    HttpResponse response;
    std::size_t bytes_max = 0;
    bool too_long = false;
    /// Bytes of the request's body that curl has taken.
    std::size_t given = 0;
    /// Which of the client's tokens it carries.
    std::uint64_t token_number = 0;
    /// How often it was sent again because its session had ended.
    unsigned sessions_ended = 0;
    Easy easy;
    HeaderList headers;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t length = size * count;
    if (transfer.response.body.size() + length > transfer.bytes_max) {
        transfer.too_long = true;
        return 0;
    }
    transfer.response.body.append(bytes, length);
    return length;
}

std::size_t give_body(char* room, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::size_t length = transfer.request.body.copy(room, size * count, transfer.given);
    transfer.given += length;
    return length;
}

/// Left to itself, curl sends a request again when a connection that was used before ends without
/// an answer. The org may have carried it out: whoever asked must decide.
int refuse_to_rewind(void*, curl_off_t, int) {
    return CURL_SEEKFUNC_FAIL;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    const std::string_view line{bytes, size * count};
    const auto colon = line.find(':');
    // A status line opens the headers anew, e.g. after "100 Continue".
    if (line.starts_with("HTTP/")) {
        transfer.response.headers = {};
    } else if (colon != std::string_view::npos) {
        transfer.response.headers.add(
            std::string{trimmed(line.substr(0, colon))},
            std::string{trimmed(line.substr(colon + 1))}
        );
    }
    return line.size();
}

/// Both Bulk API 1.0, which knows no 401, and all others. [bulk-api 3.1]
bool says_session_ended(const HttpResponse& response) {
    return response.status == 401 ||
           (response.status == 400 && response.body.find("InvalidSessionId") != std::string::npos);
}

std::string unreachable_text(const std::string& base_url, CURLcode code, const Transfer& transfer) {
    const std::string what = fmt::format(
        "{} {}{}: {}",
        transfer.request.method,
        base_url,
        transfer.request.target,
        curl_easy_strerror(code)
    );
    switch (code) {
        case CURLE_COULDNT_CONNECT:
            return what +
                   ". Is the server running there? `rowlock serve` starts a mock org; --target "
                   "names it";
        case CURLE_COULDNT_RESOLVE_HOST:
            return what + ". Check the host name in --target";
        case CURLE_OPERATION_TIMEDOUT:
            return what +
                   ". The server stayed silent for too long; check its log, then repeat the "
                   "command";
        case CURLE_SSL_CACERT_BADFILE:
            return what + ". Check that --ca-file names a PEM file with certificates";
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
            return what +
                   ". Check that --target has the right scheme and a certificate this machine "
                   "trusts, or name one to trust with --ca-file";
        default:
            return what +
                   ". The connection broke off; repeat the command when the server is reachable";
    }
}

/// curl asks for one call per process before any other; the first client makes it.
void initialise_curl_once() {
    static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
    ROWLOCK_ASSERT(result == CURLE_OK);
}

}  // namespace

struct HttpClient::State {
    HttpClientOptions options;
    /// Of options.token; each renewal counts one up.
    std::uint64_t token_number = 0;
    bool direct = false;
    bool reached = false;
    Multi multi;
    std::unordered_map<CURL*, std::unique_ptr<Transfer>> running;
    std::vector<Easy> idle;
    std::deque<HttpReply> finished;

    Easy take_handle();
    void set_method(Transfer& transfer) const;
    void set_headers(Transfer& transfer) const;
    void set_limits(const Transfer& transfer) const;
    void begin(std::unique_ptr<Transfer> transfer);
    bool has_newer_token(const Transfer& transfer);
    void pump();
    void finish(CURL* handle, CURLcode code);
    HttpReply reply_of(Transfer& transfer, CURLcode code) const;

    ~State() {
        for (const auto& entry : running) curl_multi_remove_handle(multi.get(), entry.first);
    }
};

Easy HttpClient::State::take_handle() {
    if (idle.empty()) return Easy{curl_easy_init()};
    Easy handle = std::move(idle.back());
    idle.pop_back();
    curl_easy_reset(handle.get());
    return handle;
}

void HttpClient::State::set_method(Transfer& transfer) const {
    CURL* easy = transfer.easy.get();
    const HttpRequest& request = transfer.request;
    if (request.method == "HEAD") {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (request.method == "GET" && request.body.empty()) {
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        return;
    }
    // The body stays where it is: curl reads it from the transfer, and cannot read it twice.
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, refuse_to_rewind);
    transfer.given = 0;
    curl_easy_setopt(
        easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())
    );
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void HttpClient::State::set_headers(Transfer& transfer) const {
    curl_slist* list = nullptr;
    const auto add = [&](const std::string& line) { list = curl_slist_append(list, line.c_str()); };
    // Without this, curl waits a second before each upload of a megabyte for a server that stays
    // silent.
    add("Expect:");
    if (!options.token.empty()) {
        add("Authorization: Bearer " + options.token);
        // Bulk API 1.0 reads only this one. [bulk-api 3.1]
        if (transfer.request.target.starts_with("/services/async/"))
            add("X-SFDC-Session: " + options.token);
    }
    if (!transfer.request.headers.has("Content-Type")) add("Content-Type:");
    for (const auto& field : transfer.request.headers.all()) add(field.first + ": " + field.second);
    transfer.headers.reset(list);
    curl_easy_setopt(transfer.easy.get(), CURLOPT_HTTPHEADER, list);
}

void HttpClient::State::set_limits(const Transfer& transfer) const {
    CURL* easy = transfer.easy.get();
    const long connect_ms = options.connect_timeout.count();
    const long stall_s = options.stall_timeout.count();
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stall_s);
    if (!options.ca_file.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    }
    // A proxy set for the whole machine has no business between two local processes.
    if (direct) curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
}

void HttpClient::State::begin(std::unique_ptr<Transfer> transfer) {
    transfer->easy = take_handle();
    transfer->token_number = token_number;
    CURL* easy = transfer->easy.get();
    curl_easy_setopt(easy, CURLOPT_URL, (options.base_url + transfer->request.target).c_str());
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    // On this machine compressing takes longer than sending.
    if (!is_loopback(host_of(options.base_url)))
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, k_receive_buffer);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, k_send_buffer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer.get());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer.get());
    set_method(*transfer);
    set_headers(*transfer);
    set_limits(*transfer);
    curl_multi_add_handle(multi.get(), easy);
    running.emplace(easy, std::move(transfer));
}

HttpReply HttpClient::State::reply_of(Transfer& transfer, CURLcode code) const {
    if (code == CURLE_OK) return {transfer.token, std::move(transfer.response)};
    const HttpRequest& request = transfer.request;
    if (transfer.too_long) {
        return {
            transfer.token,
            fail(
                ErrorCode::protocol_broken,
                fmt::format(
                    "{} {}: the answer is longer than {} bytes",
                    request.method,
                    request.target,
                    options.answer_bytes_max
                )
            )};
    }
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY ||
        code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_HTTP2) {
        return {
            transfer.token,
            fail(
                ErrorCode::protocol_broken,
                fmt::format(
                    "{} {}{}: {}",
                    request.method,
                    options.base_url,
                    request.target,
                    curl_easy_strerror(code)
                )
            )};
    }
    return {
        transfer.token,
        fail(ErrorCode::unreachable, unreachable_text(options.base_url, code, transfer))};
}

/// Whether the refused transfer can be sent again with a token that it has not tried. Waits for the
/// log-in, and with it all other transfers do.
bool HttpClient::State::has_newer_token(const Transfer& transfer) {
    if (!options.renew_token || transfer.sessions_ended == k_sessions_max) return false;
    if (transfer.token_number < token_number) return true;
    auto renewed = options.renew_token();
    if (!renewed) {
        // Once is enough: whoever asked is told that the session has ended.
        options.renew_token = nullptr;
        return false;
    }
    options.token = *std::move(renewed);
    ++token_number;
    return true;
}

void HttpClient::State::finish(CURL* handle, CURLcode code) {
    const auto found = running.find(handle);
    ROWLOCK_ASSERT(found != running.end());
    std::unique_ptr<Transfer> transfer = std::move(found->second);
    running.erase(found);
    curl_multi_remove_handle(multi.get(), handle);
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        transfer->response.status = static_cast<int>(status);
    }
    // 0 if it never came so far as to send.
    curl_off_t sent_after = 0;
    curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &sent_after);
    reached = reached || sent_after > 0;
    idle.push_back(std::move(transfer->easy));
    if (code == CURLE_OK && says_session_ended(transfer->response) && has_newer_token(*transfer)) {
        transfer->response = {};
        ++transfer->sessions_ended;
        return begin(std::move(transfer));
    }
    finished.push_back(reply_of(*transfer, code));
}

void HttpClient::State::pump() {
    int still_running = 0;
    curl_multi_perform(multi.get(), &still_running);
    int queued = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &queued)) {
        if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
    }
}

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpClient> HttpClient::create(HttpClientOptions options) {
    initialise_curl_once();
    std::string& url = options.base_url;
    while (url.ends_with('/')) url.pop_back();
    const bool has_scheme = url.starts_with("http://") || url.starts_with("https://");
    if (!has_scheme || host_of(url).empty() || url.find_first_of(" \t\r\n") != std::string::npos) {
        return fail(
            ErrorCode::bad_configuration,
            fmt::format(
                "\"{}\" is no target; give a URL like http://127.0.0.1:8080 or https://host", url
            )
        );
    }
    if (options.token.find_first_of("\r\n") != std::string::npos) {
        return fail(
            ErrorCode::bad_configuration, "the token holds a line break; give it as one line"
        );
    }
    auto state = std::make_unique<State>();
    state->direct = is_loopback(host_of(url));
    state->multi.reset(curl_multi_init());
    curl_multi_setopt(
        state->multi.get(),
        CURLMOPT_MAX_HOST_CONNECTIONS,
        static_cast<long>(options.connections_max)
    );
    state->options = std::move(options);
    return HttpClient{std::move(state)};
}

void HttpClient::start(std::uint64_t token, HttpRequest request) {
    auto transfer = std::make_unique<Transfer>();
    transfer->token = token;
    transfer->request = std::move(request);
    transfer->bytes_max = state_->options.answer_bytes_max;
    state_->begin(std::move(transfer));
}

std::optional<HttpReply> HttpClient::receive() {
    if (state_->finished.empty()) state_->pump();
    if (state_->finished.empty()) return std::nullopt;
    HttpReply reply = std::move(state_->finished.front());
    state_->finished.pop_front();
    return reply;
}

void HttpClient::wait(std::chrono::milliseconds at_most) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + at_most;
    while (state_->finished.empty()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
        if (left.count() <= 0) return;
        curl_multi_poll(state_->multi.get(), nullptr, 0, static_cast<int>(left.count()), nullptr);
        state_->pump();
    }
}

Result<HttpResponse> HttpClient::perform(HttpRequest request) {
    ROWLOCK_ASSERT(pending() == 0);
    start(0, std::move(request));
    while (state_->finished.empty()) {
        curl_multi_poll(state_->multi.get(), nullptr, 0, 1000, nullptr);
        state_->pump();
    }
    return std::move(receive()->response);
}

std::size_t HttpClient::pending() const {
    return state_->running.size() + state_->finished.size();
}

bool HttpClient::reached() const {
    return state_->reached;
}

const std::string& HttpClient::base_url() const {
    return state_->options.base_url;
}

}  // namespace rowlock
