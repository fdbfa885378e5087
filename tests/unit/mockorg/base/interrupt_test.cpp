#include "mockorg/base/interrupt.hpp"

#include "tests/support/test.hpp"

#include <csignal>

namespace rowlock {
namespace {

TEST_CASE("a signal is noticed, and forgotten by the next guard") {
    {
        const InterruptGuard guard;
        CHECK_FALSE(interrupted());
        std::raise(SIGINT);
        CHECK(interrupted());
    }
    {
        const InterruptGuard guard;
        CHECK_FALSE(interrupted());
        std::raise(SIGTERM);
        CHECK(interrupted());
    }
    const InterruptGuard guard;
    CHECK_FALSE(interrupted());
}

}  // namespace
}  // namespace rowlock
