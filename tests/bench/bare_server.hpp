#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace rowlock::bench {

/// The least a Beast server can do: reads whole requests on one thread and answers each with the
/// same text. What our own server is measured against.
class BareServer {
public:
    explicit BareServer(std::string answer);
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;
    ~BareServer();

    std::uint16_t port() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowlock::bench
