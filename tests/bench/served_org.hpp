#pragma once

#include "mockorg/server/server.hpp"

#include <cstdint>
#include <memory>
#include <thread>

namespace rowlock::bench {

/// Our server with an empty org of the profile `typical` on a virtual clock, on a thread of its own
/// and a free port of 127.0.0.1. Ends the program if it cannot start.
class ServedOrg {
public:
    ServedOrg();
    ServedOrg(const ServedOrg&) = delete;
    ServedOrg& operator=(const ServedOrg&) = delete;
    ~ServedOrg();

    std::uint16_t port() const { return server_->port(); }

private:
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

}  // namespace rowlock::bench
