#include "mockorg/server/server.hpp"

#include "mockorg/api/error_body.hpp"
#include "mockorg/base/assert.hpp"
#include "mockorg/server/connection.hpp"
#include "mockorg/server/org_host.hpp"
#include "mockorg/server/response_head.hpp"
#include "mockorg/server/service.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <thread>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Before accepting again when the process has run out of descriptors.
constexpr std::chrono::milliseconds k_accept_pause{100};

/// Tells a client too many why it is turned away, as far as its socket takes it without waiting.
void turn_away(tcp::socket socket) {
    HttpResponse response =
        error_response({ErrorCode::server_unavailable, "Too many connections at once", {}});
    Framing framing;
    framing.keep_alive = false;
    framing.length = response.body.size();
    const std::string message = response_head(response, framing) + response.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(message), ignored);
    socket.shutdown(tcp::socket::shutdown_both, ignored);
}

Failure cannot_listen(const ServerOptions& options, const error_code& why) {
    return fail(
        ErrorCode::bad_configuration,
        "Cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " +
            why.message()
    );
}

}  // namespace

struct Server::State {
    /// The order matters: connections and the org's host end before the context they live on, and
    /// all of them before the service.
    Service service;
    asio::io_context context;
    tcp::acceptor acceptor{context};
    asio::steady_timer grace{context};
    asio::posix::stream_descriptor stop_reader{context};
    int stop_writer = -1;
    std::unique_ptr<OrgHost> host;

    explicit State(const ServerOptions& options)
        : service(options), context(static_cast<int>(options.io_threads)) {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        service.connections.close({});
        if (stop_writer >= 0) ::close(stop_writer);
    }

    Result<void> listen();
    Result<void> open_stop_pipe();
    asio::awaitable<void> accept();
    asio::awaitable<void> wait_for_stop();
    void wind_down();
};

Result<void> Server::State::listen() {
    const ServerOptions& options = service.options;
    error_code failed;
    const auto address = asio::ip::make_address(options.address, failed);
    if (failed) return cannot_listen(options, failed);
    const tcp::endpoint endpoint{address, options.port};
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(tcp::acceptor::max_listen_connections, failed);
    if (failed) return cannot_listen(options, failed);
    return {};
}

Result<void> Server::State::open_stop_pipe() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return fail(ErrorCode::bad_configuration, "Cannot open a pipe");
    }
    stop_reader.assign(ends[0]);
    stop_writer = ends[1];
    return {};
}

asio::awaitable<void> Server::State::accept() {
    while (acceptor.is_open()) {
        error_code failed;
        tcp::socket socket = co_await acceptor.async_accept(
            asio::make_strand(context), asio::redirect_error(asio::use_awaitable, failed)
        );
        if (failed == asio::error::operation_aborted) co_return;
        if (failed) {
            asio::steady_timer pause{context, k_accept_pause};
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
            continue;
        }
        auto connection = std::make_shared<Connection>(std::move(socket), service);
        if (service.connections.add(connection)) {
            connection->start();
        } else {
            turn_away(connection->release_socket());
        }
    }
}

asio::awaitable<void> Server::State::wait_for_stop() {
    char byte = 0;
    error_code failed;
    co_await stop_reader.async_read_some(
        asio::buffer(&byte, 1), asio::redirect_error(asio::use_awaitable, failed)
    );
    wind_down();
}

void Server::State::wind_down() {
    error_code ignored;
    acceptor.close(ignored);
    grace.expires_after(service.options.shutdown_grace);
    grace.async_wait([this](error_code cancelled) {
        if (!cancelled) context.stop();
    });
    for (const auto& connection : service.connections.close([this] { context.stop(); })) {
        connection->stop();
    }
    if (host) host->give_up_waiting();
}

Result<Server> Server::start(const ServerOptions& options, RequestHandler handler) {
    ROWLOCK_ASSERT(options.io_threads > 0);
    auto state = std::make_unique<State>(options);
    state->service.handler = std::move(handler);
    if (auto listening = state->listen(); !listening) return Failure{listening.error()};
    if (auto piped = state->open_stop_pipe(); !piped) return Failure{piped.error()};
    // One strand for both: closing the acceptor must not meet an accept on another thread.
    const auto strand = asio::make_strand(state->context);
    asio::co_spawn(strand, state->accept(), asio::detached);
    asio::co_spawn(strand, state->wait_for_stop(), asio::detached);
    return Server{std::move(state)};
}

Result<Server> Server::start(const ServerOptions& options, Api api) {
    Result<Server> server = start(options, RequestHandler{});
    if (!server) return server;
    State& state = *server->state_;
    state.host = std::make_unique<OrgHost>(state.context, std::move(api));
    state.service.handler = [host = state.host.get()](HttpRequest request, RespondFn respond) {
        host->handle(std::move(request), std::move(respond));
    };
    state.service.admits = [host = state.host.get()](const HttpRequest& request) {
        return host->admits(request);
    };
    return server;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
    error_code ignored;
    return state_->acceptor.local_endpoint(ignored).port();
}

void Server::run() {
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < state_->service.options.io_threads; ++i) {
        helpers.emplace_back([this] { state_->context.run(); });
    }
    state_->context.run();
    for (std::thread& helper : helpers) helper.join();
}

void Server::stop() noexcept {
    const char byte = 0;
    // A full pipe means that stop was asked for already.
    [[maybe_unused]] const auto written = ::write(state_->stop_writer, &byte, 1);
}

}  // namespace rowlock
