#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace rowlock {

struct HttpClientOptions {
    /// `http://host:port` or `https://host`, a trailing slash means nothing.
    std::string base_url;
    /// PEM file with the certificates to trust in place of the system's; empty: those.
    std::string ca_file;
    /// Sent as `Authorization: Bearer` unless empty.
    std::string token;
    /// Gets another token when the org says that this one's session has ended; the requests it
    /// refused are sent again then, at most five times each. Nothing: refusals are handed on.
    std::function<Result<std::string>()> renew_token;
    std::chrono::milliseconds connect_timeout{10'000};
    /// A transfer without a single byte in either direction for this long has failed.
    std::chrono::seconds stall_timeout{120};
    /// Connections to the target at once; further requests wait for one.
    std::uint32_t connections_max = 8;
    /// A longer answer is refused (protocol_broken), so that a runaway server cannot eat the
    /// memory.
    std::size_t answer_bytes_max = std::size_t{1} << 30;
};

/// An answer, or why there is none, with the number its request was started under.
struct HttpReply {
    std::uint64_t token = 0;
    Result<HttpResponse> response;
};

/// Speaks HTTP with one target over kept-alive connections, several requests at once. Owns the
/// requests it was given until their replies are taken. One thread.
///
/// Errors of replies: unreachable (no connection, broken off, stalled), protocol_broken (no HTTP,
/// too long).
class HttpClient {
public:
    /// bad_configuration if the URL is none.
    static Result<HttpClient> create(HttpClientOptions options);

    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    void start(std::uint64_t token, HttpRequest request);

    /// The next finished reply, in order of finishing; never waits.
    std::optional<HttpReply> receive();

    /// Waits until a reply can be received or the time (at most a day) is over, and handles traffic
    /// meanwhile.
    void wait(std::chrono::milliseconds at_most);

    /// Starts one request and waits for its reply. Nothing else may be under way.
    Result<HttpResponse> perform(HttpRequest request);

    /// Requests started whose replies were not received yet.
    std::size_t pending() const;

    const std::string& base_url() const;

    /// Whether somebody at that address has taken a request so far, answered or not.
    bool reached() const;

private:
    struct State;
    explicit HttpClient(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace rowlock
