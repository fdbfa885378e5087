#include "tests/unit/mockorg/server/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace rowlock {
namespace {

constexpr std::chrono::milliseconds k_patience{10'000};

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* plain = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket_, plain, sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() {
    ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive(std::chrono::milliseconds timeout) {
    if (ended_) return false;
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(timeout.count())) <= 0) return false;
    std::array<char, 65536> bytes{};
    const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
    ended_ = size <= 0;
    if (size > 0) received_.append(bytes.data(), static_cast<std::size_t>(size));
    return !ended_;
}

std::string RawClient::take(std::size_t count) {
    count = std::min(count, received_.size());
    std::string taken = received_.substr(0, count);
    received_.erase(0, count);
    return taken;
}

std::string RawClient::read_until(std::string_view end) {
    for (;;) {
        const std::size_t at = received_.find(end);
        if (at != std::string::npos) return take(at + end.size());
        if (!receive(k_patience)) return take(received_.size());
    }
}

std::string RawClient::read_bytes(std::size_t count) {
    while (received_.size() < count && receive(k_patience)) {
    }
    return take(count);
}

std::string RawClient::read_response() {
    constexpr std::string_view k_length = "Content-Length: ";
    std::string head = read_until("\r\n\r\n");
    const std::size_t at = head.find(k_length);
    if (at == std::string::npos) return head;
    return head + read_bytes(std::stoul(head.substr(at + k_length.size())));
}

std::string RawClient::read_to_end() {
    while (receive(k_patience)) {
    }
    return take(received_.size());
}

bool RawClient::closed_within(std::chrono::milliseconds time) {
    return received_.empty() && !receive(time) && ended_;
}

}  // namespace rowlock
