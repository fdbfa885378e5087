#include "mockorg/server/server.hpp"

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <chrono>
#include <thread>

/// The one room of the org that knows the wall clock.
auto now() {
    return std::chrono::steady_clock::now();
}
