#include "tests/unit/harness/client/tiny_server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace rowlock::test {
namespace {

std::size_t body_length(const std::string& head) {
    const auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::strtoull(head.c_str() + at + 16, nullptr, 10);
}

}  // namespace

std::string ok_answer(const std::string& body, const std::string& headers) {
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

TinyServer::TinyServer(Answer answer) : answer_(std::move(answer)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, raw, size) != 0 || listen(listener_, 16) != 0) std::abort();
    getsockname(listener_, raw, &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread{[this] { accept_connections(); }};
}

TinyServer::~TinyServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
        const std::lock_guard lock{mutex_};
        for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& server : servers_) server.join();
    for (const int socket : sockets_) close(socket);
    close(listener_);
}

std::vector<std::string> TinyServer::requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
}

void TinyServer::accept_connections() {
    for (;;) {
        const int socket = accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        ++connections_;
        {
            const std::lock_guard lock{mutex_};
            sockets_.push_back(socket);
        }
        servers_.emplace_back([this, socket] { serve(socket); });
    }
}

void TinyServer::serve(int socket) {
    std::string bytes;
    std::vector<char> buffer(1 << 16);
    for (;;) {
        const auto head_end = bytes.find("\r\n\r\n");
        if (head_end != std::string::npos) {
            const std::size_t size = head_end + 4 + body_length(bytes.substr(0, head_end));
            if (bytes.size() >= size) {
                const std::string request = bytes.substr(0, size);
                bytes.erase(0, size);
                {
                    const std::lock_guard lock{mutex_};
                    requests_.push_back(request);
                }
                const std::string answer = answer_(request);
                if (answer.empty()) {
                    shutdown(socket, SHUT_RDWR);
                    return;
                }
                if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
                continue;
            }
        }
        const auto got = recv(socket, buffer.data(), buffer.size(), 0);
        if (got <= 0) return;
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace rowlock::test
