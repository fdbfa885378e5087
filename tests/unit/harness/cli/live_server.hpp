#pragma once

#include "mockorg/engine/profile.hpp"
#include "mockorg/server/server.hpp"
#include "tests/support/test.hpp"

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace rowlock::test {

/// A mock org served from a thread, with the load file's schema, until the end of the scope.
class LiveServer {
public:
    static constexpr const char* k_token = "00DTEST!token";

    explicit LiveServer(ClockMode::Kind clock, OrgConfig config = {}, ServerOptions options = {})
        : server_(start(clock, std::move(config), options)), thread_([this] { server_.run(); }) {}

    LiveServer(const LiveServer&) = delete;
    LiveServer& operator=(const LiveServer&) = delete;

    ~LiveServer() { stop(); }

    void stop() {
        server_.stop();
        if (thread_.joinable()) thread_.join();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

private:
    static Server start(ClockMode::Kind clock, OrgConfig config, const ServerOptions& options) {
        auto org = Org::create(std::move(config));
        REQUIRE(org);
        ApiOptions api_options;
        api_options.token = k_token;
        api_options.clock.kind = clock;
        auto server = Server::start(options, Api{std::move(*org), std::move(api_options)});
        REQUIRE(server);
        return std::move(*server);
    }

    Server server_;
    std::thread thread_;
};

/// An org as the tiny load wants it.
inline OrgConfig tiny_org() {
    OrgConfig config;
    config.seed = 3;
    config.profile = *find_profile("heavy");
    return config;
}

/// A command's arguments, with this server for its target.
inline std::vector<std::string> against(
    const LiveServer& server, std::vector<std::string> arguments
) {
    arguments.insert(arguments.end(), {"--target", server.url(), "--token", LiveServer::k_token});
    return arguments;
}

}  // namespace rowlock::test
