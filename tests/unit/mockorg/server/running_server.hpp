#pragma once

#include "mockorg/server/server.hpp"

#include <thread>
#include <utility>

namespace rowlock {

/// A server that runs on its own thread until it goes out of scope.
class RunningServer {
public:
    template <class Served>
    RunningServer(const ServerOptions& options, Served served)
        : server_(Server::start(options, std::move(served)).value()),
          thread_([this] { server_.run(); }) {}

    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    ~RunningServer() { stop(); }

    std::uint16_t port() const { return server_.port(); }

    void ask_to_stop() { server_.stop(); }

    /// Returns when the server has ended.
    void stop() {
        server_.stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    Server server_;
    std::thread thread_;
};

}  // namespace rowlock
