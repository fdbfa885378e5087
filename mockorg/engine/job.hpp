#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/upload.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// Rows of an internal batch of Bulk API 2.0. [datafiles_understanding_bulk2_ingest]
inline constexpr std::uint32_t k_batch_rows = 10'000;

/// What became of one uploaded row.
struct RowOutcome {
    enum class Kind : std::uint8_t { unprocessed, created, changed, failed };

    Kind kind = Kind::unprocessed;
    /// created, changed: row number of the record. failed: index into the job's messages.
    std::uint32_t number = 0;

    bool operator==(const RowOutcome&) const = default;
};

/// A run of a job's rows that one worker takes at a time.
struct Batch {
    enum class State : std::uint8_t { queued, running, done };

    State state = State::queued;
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
    /// Rows of this batch already handled.
    std::uint32_t rows_done = 0;
    std::uint32_t requeues = 0;
    /// Lock-failed rows since the batch was last taken from the queue.
    std::uint32_t lock_failures = 0;
    TimePoint started{};
};

/// An ingest job with its data and the outcome of every row. Copies share data and outcomes.
struct Job {
    JobInfo info;
    ObjectNo object{};
    /// As uploaded; moves into `upload` when processing begins.
    std::string data;
    bool has_data = false;
    std::shared_ptr<const Upload> upload;
    CowVector<RowOutcome> outcomes{RowOutcome{}};
    /// Texts of failed rows; rows of one failure share one.
    std::vector<std::string> messages;
    std::vector<Batch> batches;
    std::uint32_t batches_open = 0;
    /// When its first batch began.
    TimePoint processing_since{};
    bool deleted = false;

    bool ended() const {
        return info.state == JobState::job_complete || info.state == JobState::failed ||
               info.state == JobState::aborted;
    }

    /// Processing goes on only here; an aborted job stops at its next chunk.
    bool running() const {
        return info.state == JobState::upload_complete || info.state == JobState::in_progress;
    }
};

/// Turns the job's data into its upload, every row unprocessed.
void attach_upload(Job& job, const Schema& schema);

/// Records the row as failed. Rows that fail one after the other for the same reason share its
/// text.
void fail_row(Job& job, std::uint32_t row, std::string_view message);

}  // namespace rowlock
