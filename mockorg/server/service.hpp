#pragma once

#include "mockorg/server/server.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace rowlock {

class Connection;
class OrgHost;
struct Site;

/// Bounds the memory of all request bodies together. Any thread.
class BodyBudget {
public:
    explicit BodyBudget(std::size_t limit) : limit_(limit) {}

    /// False, and nothing taken, if that would be more than the limit.
    bool take(std::size_t size);

    void give_back(std::size_t size) { used_ -= size; }

private:
    std::size_t limit_;
    std::atomic<std::size_t> used_{0};
};

/// One request's part of a budget, given back at its end.
class BodyReservation {
public:
    explicit BodyReservation(BodyBudget& budget) : budget_(budget) {}

    BodyReservation(const BodyReservation&) = delete;
    BodyReservation& operator=(const BodyReservation&) = delete;

    ~BodyReservation() { budget_.give_back(size_); }

    /// Grows to `size`; false if the budget does not allow it.
    bool cover(std::size_t size);

private:
    BodyBudget& budget_;
    std::size_t size_ = 0;
};

/// The connections that are open. Any thread.
class ConnectionRegistry {
public:
    /// The limit is each site's own: nobody takes another org's connections.
    explicit ConnectionRegistry(std::size_t limit) : limit_(limit) {}

    /// False if there are too many of its site, or the server is stopping.
    bool add(const std::shared_ptr<Connection>& connection, const Site& site);

    /// Whatever the limit, for one that takes the place of another that is about to go. False if
    /// the server is stopping.
    bool add_instead(const std::shared_ptr<Connection>& connection, const Site& site);

    /// Does nothing if it was never taken in.
    void remove(Connection* connection, const Site& site);

    /// From now on takes nobody in; calls `when_empty`, if any, once nobody is left. Gives
    /// everybody who is there.
    std::vector<std::shared_ptr<Connection>> close(std::function<void()> when_empty);

    /// Those that are open.
    std::vector<std::shared_ptr<Connection>> all();

private:
    /// With the mutex held.
    bool take_in(
        const std::shared_ptr<Connection>& connection, const Site& site, std::size_t limit
    );
    std::vector<std::shared_ptr<Connection>> alive() const;

    std::size_t limit_;
    std::mutex mutex_;
    bool closed_ = false;
    std::function<void()> when_empty_;
    std::map<Connection*, std::weak_ptr<Connection>> connections_;
    std::map<const Site*, std::size_t> of_site_;
};

/// Who answers at one port. Lives as long as the connections there.
struct Site {
    RequestHandler handler;
    /// Whether a request will be looked at: the bodies of others are handed on as they came.
    std::function<bool(const HttpRequest&)> admits = [](const HttpRequest&) { return true; };
    /// The org behind it, if it is one.
    std::shared_ptr<OrgHost> host = nullptr;
};

/// What every connection of a server shares. Outlives them all.
struct Service {
    explicit Service(const ServerOptions& server_options)
        : options(server_options),
          connections(options.max_connections),
          bodies(options.bodies_limit) {}

    const ServerOptions options;
    /// Null where connections are plain; set before the first one.
    std::shared_ptr<boost::asio::ssl::context> tls;
    ConnectionRegistry connections;
    BodyBudget bodies;
};

}  // namespace rowlock
