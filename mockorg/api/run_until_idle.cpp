#include "mockorg/api/run_until_idle.hpp"

namespace rowlock {

void run_until(Org& org, const std::function<bool()>& done) {
    while (!done()) {
        const auto next = org.next_deadline();
        if (!next) return;
        org.advance_to(*next);
    }
}

void run_until_idle(Org& org) {
    run_until(org, [] { return false; });
}

}  // namespace rowlock
