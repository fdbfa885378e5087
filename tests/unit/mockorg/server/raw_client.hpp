#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// A TCP client that sends what it is told, right or wrong. Every wait ends after ten seconds.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    /// False if the server has closed the connection.
    bool send(std::string_view bytes);

    /// Tells the server that nothing more will come.
    void finish_sending();

    /// Reads until `end` has arrived and returns everything up to and with it; the rest is kept. On
    /// the connection's end, or after ten seconds, returns what there is.
    std::string read_until(std::string_view end);

    std::string read_bytes(std::size_t count);

    /// One response with a Content-Length, head and body.
    std::string read_response();

    /// Everything until the server closes.
    std::string read_to_end();

    /// Whether the server closes the connection, without sending anything, within the time.
    bool closed_within(std::chrono::milliseconds time);

private:
    /// False at the connection's end or after `timeout`.
    bool receive(std::chrono::milliseconds timeout);
    std::string take(std::size_t count);

    int socket_;
    bool ended_ = false;
    std::string received_;
};

}  // namespace rowlock
