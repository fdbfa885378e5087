#pragma once

#include "mockorg/api/api.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/server/tls.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace rowlock {

/// Where a server listens and how much it takes from a client. Times are wall time.
struct ServerOptions {
    /// A numeric IPv4 or IPv6 address.
    std::string address = "127.0.0.1";
    /// 0 = any free port.
    std::uint16_t port = 0;
    /// One request's body in bytes, after transfer and content coding; Bulk API 1.0 takes less.
    std::size_t body_limit = 150'000'000;
    /// Request line and header fields together, in bytes.
    std::size_t header_limit = std::size_t{64} * 1024;
    /// Bodies of all unanswered requests together, in bytes.
    std::size_t bodies_limit = std::size_t{2} * 1024 * 1024 * 1024;
    /// To each org. Who comes beyond that takes the place of the connection that has waited longest
    /// for a request; where none waits, is turned away with 503.
    std::size_t max_connections = 1000;
    /// A kept-alive connection without a request is closed after this.
    std::chrono::milliseconds idle_timeout{120'000};
    /// A client that has begun a request must finish its header within this, and then move at least
    /// 1 MB of a body, or all that is left, in either direction within it again and again.
    std::chrono::milliseconds transfer_timeout{30'000};
    /// What stop() grants requests that still wait for their answer.
    std::chrono::milliseconds shutdown_grace{5'000};
    /// Threads that read, unpack, pack and write. The org itself always runs on one of them at a
    /// time.
    unsigned io_threads = 1;
    /// What https is spoken with; nothing: plain http.
    std::optional<TlsIdentity> tls = std::nullopt;
};

/// Gets each request, whole and without transfer or content coding, on any I/O thread. `respond`
/// may be called once, from any thread, now or later; a request whose `respond` is dropped loses
/// its connection.
using RequestHandler = std::function<void(HttpRequest request, RespondFn respond)>;

/// Serves HTTP/1.1 (keep-alive, pipelining, chunked and gzip both ways). Malformed, oversized and
/// too slow requests never reach the handler. The only room of the house that knows the wall clock.
class Server {
public:
    /// Listens at once; serves from run() on. Fails with bad_configuration if it cannot listen
    /// there.
    static Result<Server> start(const ServerOptions& options, RequestHandler handler);

    /// Serves an org: all calls of `api` are made one after another, and its clock, if it is a real
    /// one, is driven from here.
    static Result<Server> start(const ServerOptions& options, Api api);

    Server(Server&&) noexcept;
    Server& operator=(Server&&) noexcept;
    ~Server();

    /// Serves one more org, at a port of its own (0 = any free one), and gives the port. They share
    /// threads and limits, nothing else. Any thread, also while run() serves. bad_configuration if
    /// it cannot listen there.
    Result<std::uint16_t> add(std::uint16_t port, Api api);

    /// Takes the org at this port away: requests it has not answered get 503, connections end.
    /// Nothing happens if there is none. Any thread.
    void remove(std::uint16_t port);

    /// The port of the first it serves.
    std::uint16_t port() const;

    /// Serves until stop(); uses the calling thread and `io_threads - 1` more.
    void run();

    /// Lets run() return once requests in progress are answered, or the grace has passed. May be
    /// called from any thread and from a signal handler, also before run().
    void stop() noexcept;

private:
    struct State;
    static Result<std::unique_ptr<State>> open(const ServerOptions& options);
    explicit Server(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace rowlock
