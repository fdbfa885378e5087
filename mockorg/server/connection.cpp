#include "mockorg/server/connection.hpp"

#include "mockorg/api/error_body.hpp"
#include "mockorg/codec/gzip.hpp"
#include "mockorg/server/content_coding.hpp"
#include "mockorg/server/response_head.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <array>
#include <atomic>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Bytes a transfer must move before each deadline.
constexpr std::size_t k_progress = 1'000'000;
/// A streamed body goes out in pieces of about this size: what one connection holds of it.
constexpr std::size_t k_piece = std::size_t{64} * 1024;
/// Packing less saves no packet.
constexpr std::size_t k_gzip_min = 1024;
/// How long, and for how many bytes, a refused client may still talk before the connection goes
/// away, so that it gets to read why.
constexpr std::chrono::seconds k_linger{2};
constexpr std::size_t k_linger_bytes = 64'000'000;
constexpr std::chrono::milliseconds k_goodbye{200};

/// The one status that says what of the head is too large.
constexpr int k_uri_too_long = 414;

constexpr std::string_view k_continue = "HTTP/1.1 100 Continue\r\n\r\n";

/// Appends until there is a piece's worth; false when the source has no more.
bool pull(const BodySource& source, std::string& piece) {
    bool more = true;
    while (more && piece.size() < k_piece) more = source(piece);
    return more;
}

// Functions, because g++ 12 destroys a braced temporary twice that is the argument of an awaited
// call.
Error too_many_uploads() {
    return {ErrorCode::server_unavailable, "Too many uploads at once", {}};
}

Error too_slow() {
    return {ErrorCode::request_timeout, "The request did not come in time", {}};
}

Error broken_off() {
    return {ErrorCode::malformed_request, "The connection ended before the request did", {}};
}

std::string pack(std::string_view text) {
    std::string packed;
    GzipWriter writer;
    writer.write(text, true, packed);
    return packed;
}

}  // namespace

Connection::Connection(
    asio::ip::tcp::socket socket, Service& service, std::shared_ptr<const Site> site
)
    : service_(service),
      site_(std::move(site)),
      stream_(std::move(socket), service.tls.get()),
      deadline_(stream_.get_executor()),
      pause_(stream_.get_executor()),
      parser_(service.options.header_limit, service.options.body_limit) {
    error_code ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay{true}, ignored);
}

Connection::WallTime Connection::idle_since() const {
    return idle_since_;
}

Connection::~Connection() {
    service_.connections.remove(this, *site_);
}

void Connection::start() {
    asio::co_spawn(
        stream_.get_executor(),
        [self = shared_from_this()] { return self->serve(); },
        asio::detached
    );
}

void Connection::make_room() {
    idle_since_ = k_busy;
    stop();
}

void Connection::stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        self->stopping_ = true;
        self->pause_.cancel();
        if (self->waiting_for_request_) self->stream_.wire().cancel();
    });
}

bool Connection::stays_open() const {
    return keep_alive_ && !stopping_;
}

Connection::Awaitable<void> Connection::serve() {
    bool goes_on = co_await greet();
    while (goes_on) goes_on = co_await serve_request();
    co_await say_goodbye();
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

Connection::Awaitable<bool> Connection::greet() {
    if (!stream_.is_secure()) co_return true;
    stream_.wire().expires_after(service_.options.transfer_timeout);
    waiting_for_request_ = true;
    error_code failed;
    co_await stream_.async_handshake(asio::redirect_error(asio::use_awaitable, failed));
    waiting_for_request_ = false;
    if (!failed) co_return true;
    if (ERR_GET_REASON(static_cast<unsigned long>(failed.value())) == SSL_R_HTTP_REQUEST) {
        write_plainly({ErrorCode::malformed_request, "This port speaks https only", {}});
        co_await linger();
    }
    co_return false;
}

/// Waits for the client's own goodbye as little as it can: it says that it has read ours, no more.
Connection::Awaitable<void> Connection::say_goodbye() {
    if (!stream_.is_secure()) co_return;
    stream_.wire().expires_after(k_goodbye);
    error_code ignored;
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
}

void Connection::turn_away() {
    if (!stream_.is_secure()) {
        write_plainly({ErrorCode::server_unavailable, "Too many connections at once", {}});
    }
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

/// As far as the socket takes it without waiting.
void Connection::write_plainly(const Error& error) {
    HttpResponse response = error_response(error);
    Framing framing;
    framing.keep_alive = false;
    framing.length = response.body.size();
    const std::string message = response_head(response, framing) + response.body;
    error_code ignored;
    stream_.socket().non_blocking(true, ignored);
    stream_.socket().write_some(asio::buffer(message), ignored);
}

Connection::Awaitable<bool> Connection::serve_request() {
    BodyReservation reservation{service_.bodies};
    head_only_ = false;
    const bool complete = co_await read_request(reservation);
    if (!complete) co_return false;
    stop_deadline();

    ParsedRequest parsed = parser_.take();
    keep_alive_ = parsed.keep_alive && !parsed.http_1_0;
    chunks_known_ = !parsed.http_1_0;
    head_only_ = parsed.request.method == "HEAD";
    gzip_accepted_ = accepts_gzip(parsed.request.headers.get("Accept-Encoding"));
    // As a proxy that speaks TLS would say it.
    if (stream_.is_secure()) parsed.request.headers.add("X-Forwarded-Proto", "https");
    const Result<void> unpacked = unpack(parsed.request);
    if (!unpacked) co_return co_await refuse(unpacked.error());
    if (!reservation.cover(parsed.request.body.size())) {
        co_return co_await refuse(too_many_uploads());
    }
    HttpResponse response = co_await handle(std::move(parsed.request));
    co_return co_await deliver(std::move(response));
}

Connection::Awaitable<bool> Connection::read_request(BodyReservation& reservation) {
    if (stopping_) co_return false;
    if (parser_.idle()) {
        stream_.wire().expires_after(service_.options.idle_timeout);
        waiting_for_request_ = true;
        idle_since_ = WallTime::clock::now();
        const error_code failed = co_await read_some();
        waiting_for_request_ = false;
        if (failed) co_return false;
    }
    idle_since_ = k_busy;
    stream_.wire().expires_never();
    moved_ = 0;
    for (;;) {
        const RequestParser::Event event = parser_.advance();
        if (event == RequestParser::Event::complete) co_return true;
        if (event == RequestParser::Event::failed)
            co_return co_await refuse_unread(parser_.error());
        if (!reservation.cover(parser_.body_size())) {
            co_return co_await refuse_unread(too_many_uploads());
        }
        if (event == RequestParser::Event::header) {
            terms_ = terms_so_far();
            if (terms_.body_max) parser_.limit_body(*terms_.body_max);
            if (!parser_.expects_continue()) continue;
            const bool written = co_await write_all(k_continue, {});
            if (!written) co_return false;
            continue;
        }
        if (moved_ == 0) start_deadline();
        const error_code failed = co_await read_some();
        if (failed && too_slow_) co_return co_await refuse_unread(too_slow());
        if (failed == asio::error::eof) co_return co_await refuse_unread(broken_off());
        if (failed) co_return false;
    }
}

Connection::Awaitable<error_code> Connection::read_some() {
    const std::span<char> room = parser_.prepare();
    error_code failed;
    const std::size_t size = co_await stream_.async_read_some(
        asio::buffer(room.data(), room.size()), asio::redirect_error(asio::use_awaitable, failed)
    );
    parser_.commit(size);
    moved_ += size;
    if (moved_ >= k_progress) moved_ = 0;
    co_return failed;
}

void Connection::start_deadline() {
    deadline_.expires_after(service_.options.transfer_timeout);
    deadline_.async_wait([waiting = weak_from_this()](error_code cancelled) {
        const auto self = waiting.lock();
        // The deadline may have been moved while this call was on its way.
        if (cancelled || !self || self->deadline_.expiry() > asio::steady_timer::clock_type::now())
            return;
        self->too_slow_ = true;
        self->stream_.wire().cancel();
    });
}

void Connection::stop_deadline() {
    deadline_.expires_at(asio::steady_timer::time_point::max());
}

Connection::Awaitable<HttpResponse> Connection::handle(HttpRequest request) {
    auto initiate = [this](auto completion, HttpRequest moved) {
        struct Pending {
            explicit Pending(decltype(completion) completion_handler)
                : complete(std::move(completion_handler)) {}

            decltype(completion) complete;
            std::atomic<bool> answered{false};
        };

        auto pending = std::make_shared<Pending>(std::move(completion));
        site_->handler(
            std::move(moved),
            [pending, executor = stream_.get_executor()](HttpResponse response) {
                if (pending->answered.exchange(true)) return;
                asio::post(executor, [pending, ready = std::move(response)]() mutable {
                    std::move(pending->complete)(std::move(ready));
                });
            }
        );
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(HttpResponse)>(
        std::move(initiate), asio::use_awaitable, std::move(request)
    );
}

RequestTerms Connection::terms_so_far() const {
    return request_terms(parser_.target(), parser_.field("Content-Type"));
}

Result<void> Connection::unpack(HttpRequest& request) const {
    if (!is_coded(request) || !site_->admits(request)) return {};
    return decode_content(request, terms_.body_max.value_or(service_.options.body_limit));
}

Connection::Awaitable<bool> Connection::refuse_unread(Error error) {
    terms_ = terms_so_far();
    co_return co_await refuse(std::move(error));
}

Connection::Awaitable<bool> Connection::refuse(Error error) {
    if (error.code == ErrorCode::body_too_large) error = terms_.too_large();
    stop_deadline();
    keep_alive_ = false;
    chunks_known_ = false;
    gzip_accepted_ = false;
    HttpResponse response = error_response(error, terms_.error_shape);
    const bool is_rest = terms_.error_shape == ErrorShape::rest;
    if (is_rest && parser_.has_long_target()) response.status = k_uri_too_long;
    co_await write(std::move(response));
    co_await linger();
    co_return false;
}

Connection::Awaitable<bool> Connection::write(HttpResponse response) {
    std::string body = std::move(response.body);
    if (response.stream && may_have_body(response.status)) {
        const bool more = pull(response.stream, body);
        if (more) co_return co_await write_stream(std::move(response), std::move(body));
    }
    Framing framing;
    framing.keep_alive = stays_open();
    framing.gzip =
        gzip_accepted_ && body.size() >= k_gzip_min && !response.headers.has("Content-Encoding");
    if (framing.gzip) body = pack(body);
    framing.length = body.size();
    const std::string head = response_head(response, framing);
    const bool has_body = !head_only_ && may_have_body(response.status);
    const bool written = co_await write_all(head, has_body ? body : std::string_view{});
    co_return written&& framing.keep_alive;
}

Connection::Awaitable<bool> Connection::write_stream(HttpResponse response, std::string piece) {
    Framing framing;
    framing.chunked = chunks_known_;
    framing.keep_alive = stays_open() && framing.chunked;
    framing.gzip = gzip_accepted_ && !response.headers.has("Content-Encoding");
    const std::string head = response_head(response, framing);
    bool written = co_await write_all(head, {});
    std::optional<GzipWriter> packer;
    if (framing.gzip) packer.emplace();
    std::string packed;
    std::string out;
    for (bool more = true, first = true; written && more && !head_only_; first = false) {
        if (!first) {
            piece.clear();
            more = pull(response.stream, piece);
        }
        packed.clear();
        if (packer) packer->write(piece, !more, packed);
        const std::string& data = packer ? packed : piece;
        out.clear();
        if (framing.chunked && !data.empty()) append_chunk_head(out, data.size());
        out.append(data);
        if (framing.chunked && !data.empty()) out.append("\r\n");
        if (framing.chunked && !more) out.append(k_last_chunk);
        written = co_await write_all(out, {});
    }
    co_return written&& framing.keep_alive;
}

Connection::Awaitable<bool> Connection::write_all(std::string_view head, std::string_view body) {
    while (!head.empty() || !body.empty()) {
        // At least a progress' worth of bytes moves within each deadline.
        const std::string_view now = body.substr(0, k_progress);
        const std::array<asio::const_buffer, 2> buffers{
            asio::buffer(head.data(), head.size()), asio::buffer(now.data(), now.size())};
        stream_.wire().expires_after(service_.options.transfer_timeout);
        error_code failed;
        co_await asio::async_write(
            stream_, buffers, asio::redirect_error(asio::use_awaitable, failed)
        );
        if (failed) co_return false;
        head = {};
        body.remove_prefix(now.size());
    }
    co_return true;
}

Connection::Awaitable<void> Connection::linger() {
    error_code failed;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
    stream_.wire().expires_after(k_linger);
    std::array<char, 4096> unread{};
    std::size_t total = 0;
    while (!failed && total < k_linger_bytes) {
        total += co_await stream_.wire().async_read_some(
            asio::buffer(unread), asio::redirect_error(asio::use_awaitable, failed)
        );
    }
}

}  // namespace rowlock
