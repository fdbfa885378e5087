#include "mockorg/server/connection.hpp"
#include "mockorg/server/response_head.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <utility>

namespace rowlock {

namespace asio = boost::asio;
using boost::system::error_code;

Connection::Awaitable<bool> Connection::deliver(HttpResponse response) {
    const Delivery delivery = response.delivery;
    switch (delivery.kind) {
        case Delivery::Kind::whole:
            if (delivery.delay > Duration{0}) co_await pause(delivery.delay);
            co_return co_await write(std::move(response));
        case Delivery::Kind::silence:
            co_await stay_silent(delivery.delay);
            break;
        case Delivery::Kind::reset:
            reset();
            break;
        case Delivery::Kind::cut:
            co_await write_half(std::move(response));
            break;
    }
    co_return false;
}

Connection::Awaitable<void> Connection::pause(Duration time) {
    if (stopping_) co_return;
    pause_.expires_after(time);
    error_code cancelled;
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

/// Ends early when the client has had enough, or the server stops.
Connection::Awaitable<void> Connection::stay_silent(Duration time) {
    if (stopping_) co_return;
    stream_.wire().expires_after(time);
    waiting_for_request_ = true;
    std::array<char, 4096> unread{};
    error_code failed;
    while (!failed) {
        co_await stream_.async_read_some(
            asio::buffer(unread), asio::redirect_error(asio::use_awaitable, failed)
        );
    }
    waiting_for_request_ = false;
}

/// Closing a socket that does not linger resets the connection.
void Connection::reset() {
    error_code ignored;
    stream_.socket().set_option(asio::socket_base::linger{true, 0}, ignored);
    stream_.socket().close(ignored);
}

/// Half of what there is to send at first: of the body, or, if there is none, of the head. The end
/// that follows is no reset, because that could overtake what was sent.
Connection::Awaitable<void> Connection::write_half(HttpResponse response) {
    std::string body = std::move(response.body);
    const bool streamed = response.stream && response.stream(body);
    Framing framing;
    framing.keep_alive = stays_open();
    framing.chunked = streamed && chunks_known_;
    if (!streamed) framing.length = body.size();
    std::string head = response_head(response, framing);
    if (head_only_ || !may_have_body(response.status)) body.clear();
    if (body.empty()) head.resize(head.size() / 2);
    if (framing.chunked && !body.empty()) append_chunk_head(head, body.size());
    body.resize(body.size() / 2);
    co_await write_all(head, body);
}

}  // namespace rowlock
