#include "mockorg/api/run_until_idle.hpp"

namespace rowlock {

void run_until_idle(Org& org) {
    while (const auto next = org.next_deadline()) org.advance_to(*next);
}

}  // namespace rowlock
