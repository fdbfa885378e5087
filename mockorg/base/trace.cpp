#include "mockorg/base/trace.hpp"

#include "mockorg/base/hash.hpp"

#include <array>

namespace rowlock {

std::string_view name_of(TraceKind kind) {
    static constexpr std::array<std::string_view, 15> k_names = {
        "job_created",
        "job_state",
        "batch_started",
        "batch_requeued",
        "batch_finished",
        "transaction_started",
        "lock_granted",
        "lock_wait",
        "lock_timeout",
        "committed",
        "row_written",
        "row_failed",
        "restored",
        "lock_wanted",
        "locks_released",
    };
    return k_names.at(static_cast<std::size_t>(kind));
}

void Trace::record(const TraceEvent& event) {
    hash_ = hash_combine(hash_, static_cast<std::uint64_t>(event.time.time_since_epoch().count()));
    hash_ = hash_combine(hash_, static_cast<std::uint64_t>(event.kind));
    hash_ = hash_combine(hash_, event.subject);
    hash_ = hash_combine(hash_, event.detail);
    ++count_;
    tell(event);
}

}  // namespace rowlock
