#pragma once

namespace rowlock {

/// While one of these lives, Ctrl-C (SIGINT) and SIGTERM only set a flag; a second one of them ends
/// the process as usual. One at a time per process.
class InterruptGuard {
public:
    InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
    ~InterruptGuard();

private:
    using Handler = void (*)(int);

    Handler before_interrupt_;
    Handler before_terminate_;
};

/// Whether a signal came since the last guard was made. Any thread.
bool interrupted();

}  // namespace rowlock
