#include "mockorg/base/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace rowlock {
namespace {

// Signal handlers reach nothing but globals.
std::atomic<bool> signal_seen{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void remember_signal(int number) {
    signal_seen.store(true);
    // Whoever asks a second time does not want to wait.
    std::signal(number, SIG_DFL);
}

}  // namespace

InterruptGuard::InterruptGuard() {
    signal_seen.store(false);
    before_interrupt_ = std::signal(SIGINT, remember_signal);
    before_terminate_ = std::signal(SIGTERM, remember_signal);
}

InterruptGuard::~InterruptGuard() {
    std::signal(SIGINT, before_interrupt_);
    std::signal(SIGTERM, before_terminate_);
}

bool interrupted() {
    return signal_seen.load();
}

}  // namespace rowlock
