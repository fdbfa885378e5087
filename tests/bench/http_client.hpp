#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock::bench {

/// A blocking HTTP/1.1 connection to 127.0.0.1 that does as little as possible, so that the server
/// is what is measured. Ends the program on any trouble.
class Connection {
public:
    explicit Connection(std::uint16_t port);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    void send(std::string_view bytes);

    /// Reads one response; returns the length of its body as it came, chunk framing included.
    /// `body`: filled if not null (without chunk framing); `head`: its status line and headers.
    std::size_t receive(std::string* body = nullptr, std::string* head = nullptr);

private:
    std::size_t receive_chunks(std::string* body);
    void fill();

    int socket_;
    std::string buffer_;
    std::size_t position_ = 0;
};

/// The value of a header in a response's head; empty if there is none.
std::string header_in(const std::string& head, const std::string& name);

/// A request with the headers every authorised client sends.
std::string make_request(
    std::string_view method,
    std::string_view target,
    std::string_view type = {},
    std::string_view body = {}
);

/// Sends such a request and returns the body of its answer.
std::string ask(
    Connection& connection,
    std::string_view method,
    const std::string& target,
    std::string_view body = {},
    std::string_view type = "application/json"
);

}  // namespace rowlock::bench
