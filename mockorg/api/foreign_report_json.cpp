#include "mockorg/api/foreign_report_json.hpp"

#include "mockorg/codec/json_writer.hpp"

namespace rowlock {

void append_foreign_statistics(JsonWriter& json, const ForeignStatistics& statistics) {
    json.begin_object()
        .member("runs", statistics.runs)
        .member("idle", statistics.idle)
        .member("skipped", statistics.skipped)
        .member("transactions", statistics.locks.transactions)
        .member("committed", statistics.committed)
        .member("records", statistics.records)
        .member("lockWaits", statistics.locks.lock_waits)
        .member("lockTimeouts", statistics.locks.lock_timeouts)
        .member("deadlocks", statistics.locks.deadlocks)
        .member("retries", statistics.retries)
        .member("givenUp", statistics.given_up)
        .member("waitedSeconds", to_seconds(statistics.locks.waited))
        .member("holdSeconds", to_seconds(statistics.locks.hold_time))
        .end_object();
}

}  // namespace rowlock
