#include "tests/bench/bare_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <thread>

namespace rowlock::bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::uint64_t k_body_limit = std::uint64_t{1} << 30;

asio::awaitable<void> serve(tcp::socket socket, const std::string& answer) {
    boost::beast::flat_buffer buffer;
    buffer.reserve(std::size_t{1} << 16);
    try {
        for (;;) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(k_body_limit);
            co_await http::async_read(socket, buffer, parser, asio::use_awaitable);
            http::response<http::string_body> response{http::status::ok, 11};
            response.set(http::field::content_type, "application/json;charset=UTF-8");
            response.body() = answer;
            response.prepare_payload();
            co_await http::async_write(socket, response, asio::use_awaitable);
        }
    } catch (const boost::system::system_error&) {
        // The client has gone.
    }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor, const std::string& answer) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay{true});
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), answer), asio::detached);
    }
}

}  // namespace

struct BareServer::State {
    explicit State(std::string its_answer) : answer(std::move(its_answer)) {
        asio::co_spawn(context, listen(acceptor, answer), asio::detached);
        thread = std::thread{[this] { context.run(); }};
    }

    std::string answer;
    asio::io_context context{1};
    tcp::acceptor acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    std::thread thread;
};

BareServer::BareServer(std::string answer) : state_(std::make_unique<State>(std::move(answer))) {}

BareServer::~BareServer() {
    state_->context.stop();
    state_->thread.join();
}

std::uint16_t BareServer::port() const {
    return state_->acceptor.local_endpoint().port();
}

}  // namespace rowlock::bench
