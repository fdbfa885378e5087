#include "mockorg/server/server.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/server/connection.hpp"
#include "mockorg/server/org_host.hpp"
#include "mockorg/server/service.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
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

/// Null if all of the site's are busy.
std::shared_ptr<Connection> longest_idle(
    const std::vector<std::shared_ptr<Connection>>& connections, const Site& site
) {
    std::shared_ptr<Connection> found;
    auto since = Connection::k_busy;
    for (const auto& connection : connections) {
        if (&connection->site() != &site || connection->idle_since() >= since) continue;
        found = connection;
        since = connection->idle_since();
    }
    return found;
}

/// Takes in the clients of one port.
class Listener : public std::enable_shared_from_this<Listener> {
public:
    Listener(asio::io_context& context, Service& service, std::shared_ptr<const Site> site)
        : context_(context),
          service_(service),
          acceptor_(asio::make_strand(context)),
          site_(std::move(site)) {}

    /// Port 0 = any free one. Fails with bad_configuration if it cannot listen there.
    Result<void> listen(std::uint16_t port);

    /// Takes clients in. Call once, after listen().
    void start();

    /// Takes nobody in any more. Any thread.
    void close();

    std::uint16_t port() const { return port_; }

    const Site& site() const { return *site_; }

private:
    asio::awaitable<void> accept();
    bool let_in(const std::shared_ptr<Connection>& connection);

    asio::io_context& context_;
    Service& service_;
    /// On a strand: closing it must not meet an accept on another thread.
    tcp::acceptor acceptor_;
    std::shared_ptr<const Site> site_;
    std::uint16_t port_ = 0;
};

Result<void> Listener::listen(std::uint16_t port) {
    error_code failed;
    const std::string& where = service_.options.address;
    const auto address = asio::ip::make_address(where, failed);
    const tcp::endpoint endpoint{address, port};
    if (!failed) acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address{true}, failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(tcp::acceptor::max_listen_connections, failed);
    if (!failed) port_ = acceptor_.local_endpoint(failed).port();
    if (!failed) return {};
    return fail(
        ErrorCode::bad_configuration,
        "Cannot listen on " + where + " port " + std::to_string(port) + ": " + failed.message()
    );
}

void Listener::start() {
    asio::co_spawn(
        acceptor_.get_executor(),
        [self = shared_from_this()] { return self->accept(); },
        asio::detached
    );
}

void Listener::close() {
    asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
        error_code ignored;
        self->acceptor_.close(ignored);
    });
}

asio::awaitable<void> Listener::accept() {
    while (acceptor_.is_open()) {
        error_code failed;
        tcp::socket socket = co_await acceptor_.async_accept(
            asio::make_strand(context_), asio::redirect_error(asio::use_awaitable, failed)
        );
        if (failed == asio::error::operation_aborted) co_return;
        if (failed) {
            asio::steady_timer pause{context_, k_accept_pause};
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
            continue;
        }
        auto connection = std::make_shared<Connection>(std::move(socket), service_, site_);
        if (let_in(connection)) {
            connection->start();
        } else {
            connection->turn_away();
        }
    }
}

/// A client too many takes the place of the one that has been idle longest: who only keeps a
/// connection must not keep out who has something to ask.
bool Listener::let_in(const std::shared_ptr<Connection>& connection) {
    if (service_.connections.add(connection, *site_)) return true;
    const auto idle = longest_idle(service_.connections.all(), *site_);
    if (idle == nullptr) return false;
    idle->make_room();
    return service_.connections.add_instead(connection, *site_);
}

std::shared_ptr<Site> site_of(asio::io_context& context, Api api) {
    auto site = std::make_shared<Site>();
    site->host = std::make_shared<OrgHost>(context, std::move(api));
    site->handler = [host = site->host.get()](HttpRequest request, RespondFn respond) {
        host->handle(std::move(request), std::move(respond));
    };
    site->admits = [host = site->host.get()](const HttpRequest& request) {
        return host->admits(request);
    };
    return site;
}

}  // namespace

struct Server::State {
    /// The order matters: connections and hosts of orgs end before the context they live on, and
    /// all of them before the service.
    Service service;
    asio::io_context context;
    asio::steady_timer grace{context};
    asio::posix::stream_descriptor stop_reader{context};
    int stop_writer = -1;
    std::mutex mutex;
    /// Those that take clients in, the first one first. Under the mutex.
    std::vector<std::shared_ptr<Listener>> listeners;
    bool stopping = false;

    explicit State(const ServerOptions& options)
        : service(options), context(static_cast<int>(options.io_threads)) {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        service.connections.close({});
        if (stop_writer >= 0) ::close(stop_writer);
    }

    Result<std::uint16_t> serve(std::uint16_t port, std::shared_ptr<const Site> site);
    Result<void> open_stop_pipe();
    asio::awaitable<void> wait_for_stop();
    void wind_down();
};

Result<std::uint16_t> Server::State::serve(std::uint16_t port, std::shared_ptr<const Site> site) {
    const auto listener = std::make_shared<Listener>(context, service, std::move(site));
    if (auto listening = listener->listen(port); !listening) return Failure{listening.error()};
    const std::lock_guard lock{mutex};
    if (stopping) return fail(ErrorCode::server_unavailable, "The server is stopping");
    listener->start();
    listeners.push_back(listener);
    return listener->port();
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

asio::awaitable<void> Server::State::wait_for_stop() {
    char byte = 0;
    error_code failed;
    co_await stop_reader.async_read_some(
        asio::buffer(&byte, 1), asio::redirect_error(asio::use_awaitable, failed)
    );
    wind_down();
}

void Server::State::wind_down() {
    const std::lock_guard lock{mutex};
    stopping = true;
    for (const auto& listener : listeners) listener->close();
    grace.expires_after(service.options.shutdown_grace);
    grace.async_wait([this](error_code cancelled) {
        if (!cancelled) context.stop();
    });
    for (const auto& connection : service.connections.close([this] { context.stop(); })) {
        connection->stop();
    }
    for (const auto& listener : listeners) {
        if (const auto& host = listener->site().host) host->give_up_waiting();
    }
}

Result<std::unique_ptr<Server::State>> Server::open(const ServerOptions& options) {
    ROWLOCK_ASSERT(options.io_threads > 0);
    auto state = std::make_unique<State>(options);
    if (options.tls) {
        auto tls = tls_context(*options.tls);
        if (!tls) return Failure{std::move(tls.error())};
        state->service.tls = std::make_shared<asio::ssl::context>(tls->release());
    }
    if (auto piped = state->open_stop_pipe(); !piped) return Failure{piped.error()};
    asio::co_spawn(state->context, state->wait_for_stop(), asio::detached);
    return state;
}

Result<Server> Server::start(const ServerOptions& options, RequestHandler handler) {
    auto state = open(options);
    if (!state) return Failure{std::move(state.error())};
    auto site = std::make_shared<Site>();
    site->handler = std::move(handler);
    const auto port = (*state)->serve(options.port, std::move(site));
    if (!port) return Failure{port.error()};
    return Server{*std::move(state)};
}

Result<Server> Server::start(const ServerOptions& options, Api api) {
    auto state = open(options);
    if (!state) return Failure{std::move(state.error())};
    const auto port = (*state)->serve(options.port, site_of((*state)->context, std::move(api)));
    if (!port) return Failure{port.error()};
    return Server{*std::move(state)};
}

Result<std::uint16_t> Server::add(std::uint16_t port, Api api) {
    return state_->serve(port, site_of(state_->context, std::move(api)));
}

void Server::remove(std::uint16_t port) {
    std::shared_ptr<Listener> gone;
    {
        const std::lock_guard lock{state_->mutex};
        auto& listeners = state_->listeners;
        const auto found =
            std::find_if(listeners.begin(), listeners.end(), [port](const auto& listener) {
                return listener->port() == port;
            });
        if (found == listeners.end()) return;
        gone = std::move(*found);
        listeners.erase(found);
    }
    gone->close();
    for (const auto& connection : state_->service.connections.all()) {
        if (&connection->site() == &gone->site()) connection->stop();
    }
    if (const auto& host = gone->site().host) host->give_up_waiting();
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
    const std::lock_guard lock{state_->mutex};
    return state_->listeners.front()->port();
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
