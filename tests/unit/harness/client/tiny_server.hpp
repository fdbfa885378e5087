#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace rowlock::test {

/// An HTTP server in a thread, on a free port of 127.0.0.1, that answers each request with bytes of
/// the test's choice. Serves its connections one thread each.
class TinyServer {
public:
    /// From the request's bytes (head and body) to the answer's; an empty answer closes the
    /// connection.
    using Answer = std::function<std::string(const std::string& request)>;

    explicit TinyServer(Answer answer);
    TinyServer(const TinyServer&) = delete;
    TinyServer& operator=(const TinyServer&) = delete;
    ~TinyServer();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    int connections() const { return connections_; }

    std::vector<std::string> requests() const;

private:
    void accept_connections();
    void serve(int socket);

    Answer answer_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::vector<int> sockets_;
    std::vector<std::thread> servers_;
    std::thread acceptor_;
};

/// `HTTP/1.1 200 OK` with a length and the given extra header lines (each ending in CRLF).
std::string ok_answer(const std::string& body, const std::string& headers = "");

}  // namespace rowlock::test
