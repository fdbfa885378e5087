#pragma once

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

namespace rowlock::test {

/// A user who presses Ctrl-C once, as soon as somebody listens.
class Interrupter {
public:
    Interrupter() {
        // What comes when nobody listens any more must not end the tests.
        before_ = std::signal(SIGINT, SIG_IGN);
        user_ = std::thread{[this] {
            while (!done_) {
                struct sigaction now {};
                ::sigaction(SIGINT, nullptr, &now);
                if (now.sa_handler != SIG_IGN) {
                    ::kill(::getpid(), SIGINT);
                    return;
                }
                std::this_thread::sleep_for(std::chrono::microseconds{50});
            }
        }};
    }

    Interrupter(const Interrupter&) = delete;
    Interrupter& operator=(const Interrupter&) = delete;

    ~Interrupter() {
        done_ = true;
        user_.join();
        std::signal(SIGINT, before_);
    }

private:
    void (*before_)(int);
    std::atomic<bool> done_ = false;
    std::thread user_;
};

}  // namespace rowlock::test
