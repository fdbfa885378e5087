#pragma once

#include "mockorg/api/request_terms.hpp"
#include "mockorg/server/client_stream.hpp"
#include "mockorg/server/request_parser.hpp"
#include "mockorg/server/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace rowlock {

/// One client: reads a request, has it handled, writes the answer, and again. Everything but stop()
/// runs on the socket's own executor. Lives as long as its coroutine.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(
        boost::asio::ip::tcp::socket socket, Service& service, std::shared_ptr<const Site> site
    );
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Serves the client until either side has had enough. Call once.
    void start();

    /// Tells a client too many why it is turned away, as far as the socket takes it without
    /// waiting, instead of start().
    void turn_away();

    /// Whom the client talks to.
    const Site& site() const { return *site_; }

    using WallTime = std::chrono::steady_clock::time_point;

    /// What idle_since() says while there is a request.
    static constexpr WallTime k_busy = WallTime::max();

    /// Since when it has waited for a request. Any thread.
    WallTime idle_since() const;

    /// Stops in favour of another client; is no longer idle at once. Any thread.
    void make_room();

    /// Closes an idle connection now, a busy one behind its current answer. Any thread.
    void stop();

private:
    template <class T>
    using Awaitable = boost::asio::awaitable<T>;

    /// These say whether the connection goes on.
    Awaitable<bool> serve_request();
    Awaitable<bool> read_request(BodyReservation& reservation);
    Awaitable<bool> refuse(Error error);
    Awaitable<bool> refuse_unread(Error error);
    Awaitable<bool> write(HttpResponse response);
    Awaitable<bool> write_stream(HttpResponse response, std::string piece);
    Awaitable<bool> write_all(std::string_view head, std::string_view body);

    /// These carry out what a fault does to an answer.
    Awaitable<bool> deliver(HttpResponse response);
    Awaitable<void> pause(Duration time);
    Awaitable<void> stay_silent(Duration time);
    Awaitable<void> write_half(HttpResponse response);
    void reset();

    /// What is known of the current request decides what it may bring and how it is refused.
    RequestTerms terms_so_far() const;
    /// Undoes the content coding unless the request will be turned away anyhow.
    Result<void> unpack(HttpRequest& request) const;
    Awaitable<void> serve();
    /// False if the client does not speak TLS where it has to.
    Awaitable<bool> greet();
    Awaitable<void> say_goodbye();
    void write_plainly(const Error& error);
    Awaitable<boost::system::error_code> read_some();
    void start_deadline();
    void stop_deadline();
    Awaitable<HttpResponse> handle(HttpRequest request);
    Awaitable<void> linger();
    bool stays_open() const;

    Service& service_;
    std::shared_ptr<const Site> site_;
    ClientStream stream_;
    /// Breaks off a request that comes too slowly. The stream's own deadline would close the
    /// socket, and the client could not be told.
    boost::asio::steady_timer deadline_;
    bool too_slow_ = false;
    /// Holds back an answer that a fault delays; stop() ends it.
    boost::asio::steady_timer pause_;
    RequestParser parser_;
    /// Of the current request, once its header is complete.
    RequestTerms terms_;
    /// How the current request wants its answer.
    bool keep_alive_ = true;
    bool chunks_known_ = true;
    bool head_only_ = false;
    bool gzip_accepted_ = false;
    bool waiting_for_request_ = false;
    std::atomic<WallTime> idle_since_{WallTime::clock::now()};
    bool stopping_ = false;
    /// Bytes received since the deadline was last moved.
    std::size_t moved_ = 0;
};

}  // namespace rowlock
