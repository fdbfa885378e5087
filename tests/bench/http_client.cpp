#include "tests/bench/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace rowlock::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::exit(1);
}

constexpr std::size_t k_read = 1 << 18;

}  // namespace

Connection::Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // The cast is what the socket interface asks for.
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        give_up("connect");
}

Connection::~Connection() {
    ::close(socket_);
}

void Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) give_up("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Connection::fill() {
    if (position_ > 0) {
        buffer_.erase(0, position_);
        position_ = 0;
    }
    const std::size_t old_size = buffer_.size();
    buffer_.resize(old_size + k_read);
    const ssize_t got = ::recv(socket_, buffer_.data() + old_size, k_read, 0);
    if (got <= 0) give_up("recv");
    buffer_.resize(old_size + static_cast<std::size_t>(got));
}

std::size_t Connection::receive(std::string* body, std::string* head_text) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n", position_)) == std::string::npos) fill();
    end = buffer_.find("\r\n\r\n", position_);
    const std::string_view head{buffer_.data() + position_, end - position_};
    if (head.substr(9, 1) != "2") {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(head.size()), head.data());
        std::exit(1);
    }
    if (head_text != nullptr) *head_text = head;
    const auto length_at = head.find("Content-Length: ");
    const bool chunked = head.find("Transfer-Encoding: chunked") != std::string_view::npos;
    const std::size_t length = length_at == std::string_view::npos
                                   ? 0
                                   : std::strtoull(head.data() + length_at + 16, nullptr, 10);
    position_ = end + 4;
    if (chunked) return receive_chunks(body);
    std::size_t left = length;
    for (;;) {
        const std::size_t part = std::min(left, buffer_.size() - position_);
        if (body != nullptr) body->append(buffer_, position_, part);
        position_ += part;
        left -= part;
        if (left == 0) return length;
        fill();
    }
}

std::size_t Connection::receive_chunks(std::string* body) {
    std::size_t total = 0;
    for (;;) {
        std::size_t line_end = 0;
        while ((line_end = buffer_.find("\r\n", position_)) == std::string::npos) fill();
        std::size_t left = std::strtoull(buffer_.data() + position_, nullptr, 16);
        const bool last = left == 0;
        position_ = buffer_.find("\r\n", position_) + 2;
        total += left;
        left += 2;
        while (left > 0) {
            const std::size_t part = std::min(left, buffer_.size() - position_);
            if (body != nullptr && left > 2)
                body->append(buffer_, position_, std::min(part, left - 2));
            position_ += part;
            left -= part;
            if (left > 0) fill();
        }
        if (last) return total;
    }
}

std::string header_in(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::string make_request(
    std::string_view method, std::string_view target, std::string_view type, std::string_view body
) {
    std::string request;
    request.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    request.append("Authorization: Bearer bench\r\n");
    if (!type.empty()) request.append("Content-Type: ").append(type).append("\r\n");
    if (method != "GET")
        request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return request.append("\r\n").append(body);
}

std::string ask(
    Connection& connection,
    std::string_view method,
    const std::string& target,
    std::string_view body,
    std::string_view type
) {
    std::string answer;
    connection.send(make_request(method, target, type, body));
    connection.receive(&answer);
    return answer;
}

}  // namespace rowlock::bench
