#pragma once

#include "mockorg/base/time.hpp"

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

namespace rowlock {

/// Something the engine does by itself when its time comes.
struct Event {
    enum class Kind : std::uint8_t {
        /// Read a closed job's data and queue its batches. Subject: job.
        prepare_job,
        /// A chunk asks for its locks. Subject: transaction.
        chunk_due,
        /// A lock wait has lasted too long. Subject: transaction.
        lock_timeout,
        /// A transaction writes, commits and lets go. Subject: transaction.
        commit,
        /// A batch goes into its lane, or back into it. Subject: job, detail: batch.
        queue_batch,
        /// A batch without rows to write is through: its query is run, or it ends. Subject: job,
        /// detail: batch.
        batch_due,
        /// A query job of Bulk API 2.0 starts or has come further. Subject: its index.
        query_job_due,
        /// A batch that was stuck goes on. Subject: job, detail: batch.
        resume_batch,
        /// A stuck query job of Bulk API 2.0 goes on. Subject: its index.
        resume_query_job,
        /// A run of a foreign writer begins a transaction. Subject: run.
        foreign_due,
        /// Such a transaction writes, commits and lets go. Subject: run.
        foreign_commit,
    };

    TimePoint time;
    std::uint64_t sequence = 0;
    Kind kind{};
    std::uint32_t subject = 0;
    /// lock_timeout: the wait it belongs to; a later wait of the same transaction has another
    /// number.
    std::uint32_t detail = 0;
};

/// Events in order of time, then of the order they were added. Copyable.
class EventQueue {
public:
    void add(TimePoint time, Event::Kind kind, std::uint32_t subject, std::uint32_t detail = 0) {
        heap_.push({time, next_sequence_++, kind, subject, detail});
    }

    std::optional<TimePoint> next_time() const {
        if (heap_.empty()) return std::nullopt;
        return heap_.top().time;
    }

    /// Must not be empty.
    Event take() {
        const Event event = heap_.top();
        heap_.pop();
        return event;
    }

private:
    struct Later {
        bool operator()(const Event& a, const Event& b) const {
            return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
        }
    };

    std::priority_queue<Event, std::vector<Event>, Later> heap_;
    std::uint64_t next_sequence_ = 0;
};

}  // namespace rowlock
