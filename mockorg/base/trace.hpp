#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace rowlock {

/// What the engine did. The values are part of the trace hash: only append.
enum class TraceKind : std::uint8_t {
    job_created,
    job_state,
    batch_started,
    batch_requeued,
    batch_finished,
    transaction_started,
    lock_granted,
    lock_wait,
    lock_timeout,
    committed,
    row_written,
    row_failed,
    restored,
    /// Told to listeners only: a key of a transaction's lock set, in the order of asking.
    lock_wanted,
    /// Told to listeners only: a transaction lets go of all it holds and waits for.
    locks_released,
};

std::string_view name_of(TraceKind kind);

struct TraceEvent {
    TimePoint time;
    TraceKind kind;
    /// What the event is about; meaning by kind (job, transaction or object number).
    std::uint64_t subject;
    /// Lock key, row number or state, by kind.
    std::uint64_t detail;
};

/// The engine's history as a running hash: two runs did the same if and only if hash and count
/// agree. A listener may watch each event as it is recorded.
class Trace {
public:
    void record(const TraceEvent& event);

    /// For the listener, if there is one; no part of the hash.
    void tell(const TraceEvent& event) const {
        if (listener_) listener_(event);
    }

    bool has_listener() const { return listener_ != nullptr; }

    std::uint64_t hash() const { return hash_; }

    std::uint64_t count() const { return count_; }

    void listen(std::function<void(const TraceEvent&)> listener) {
        listener_ = std::move(listener);
    }

private:
    std::uint64_t hash_ = 0;
    std::uint64_t count_ = 0;
    std::function<void(const TraceEvent&)> listener_;
};

}  // namespace rowlock
