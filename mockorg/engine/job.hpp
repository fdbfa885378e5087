#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/engine/batch_text.hpp"
#include "mockorg/engine/pk_chunking.hpp"
#include "mockorg/engine/query_result.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/row_outcome.hpp"
#include "mockorg/engine/upload.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A run of a job's rows that one worker takes at a time: as sent in by a client of Bulk API 1.0,
/// or cut from a 2.0 job's upload.
struct Batch {
    BatchState state = BatchState::queued;
    /// Position of its first row among the job's outcomes.
    std::uint32_t first_row = 0;
    std::uint32_t rows = 0;
    /// Rows of this batch already handled.
    std::uint32_t rows_done = 0;
    std::uint32_t requeues = 0;
    /// Lock-failed rows since the batch was last taken from the queue.
    std::uint32_t lock_failures = 0;
    TimePoint started{};
    /// Since then its worker's time is not counted yet.
    TimePoint booked{};
    /// Its rows; those of a 2.0 job share the job's.
    std::shared_ptr<const Upload> upload;
    /// Job row of the upload's first row.
    std::uint32_t upload_begin = 0;

    // Only of Bulk API 1.0.

    /// Counter of its id.
    std::uint64_t number = 0;
    std::string state_message;
    TimePoint created{};
    TimePoint modified{};
    std::uint64_t rows_processed = 0;
    std::uint64_t rows_failed = 0;
    /// Time a worker was busy with it, and without what precedes its first chunk.
    Duration busy_time{};
    Duration active_time{};
    /// The data as it came; that of CSV rows is the upload's text.
    BatchText request;
    /// Of a query that has not ended: what finds its rows, and among which.
    std::shared_ptr<const std::string> query;
    RowRange query_rows;
    /// The query is one range of another batch's.
    bool is_range = false;
    /// A finished query's result and the counter of its id.
    std::shared_ptr<const QueryResult> result;
    std::uint64_t result_number = 0;
    /// The query was cut into ranges, each a batch of its own.
    bool replaced = false;

    bool ended() const { return state != BatchState::queued && state != BatchState::in_progress; }

    /// Lets go of what a 1.0 batch needs only until it has ended. What was sent stays its request.
    void release_work() {
        upload = nullptr;
        query = nullptr;
    }
};

/// A job of either Bulk API with its data and the outcome of every row. Copies share data and
/// outcomes. A 2.0 job has one upload, cut into batches; the rows of a 1.0 job's batches follow
/// each other in the order in which the batches came.
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

    // Only of Bulk API 1.0.

    std::optional<LineEnding> text_line_ending;
    std::optional<PkChunking> pk_chunking;
    std::optional<Transformation> transformation;
    bool retries_disabled = false;

    bool is_v1() const { return info.api == BulkApi::v1; }

    /// Nothing of it will change any more. A 1.0 job has no state that says so: it is done when it
    /// is closed and its batches are through.
    bool ended() const {
        return info.state == JobState::job_complete || info.state == JobState::failed ||
               info.state == JobState::aborted ||
               (info.state == JobState::closed && batches_open == 0);
    }

    /// Batches may start only here. An aborted 2.0 job stops at its next chunk, a 1.0 batch in
    /// progress runs to its end. [asynch_api_batches_interpret_status]
    bool running() const {
        if (is_v1()) return info.state == JobState::open || info.state == JobState::closed;
        return info.state == JobState::upload_complete || info.state == JobState::in_progress;
    }
};

/// Turns the job's data into its upload, every row unprocessed.
void attach_upload(Job& job, const Schema& schema);

/// Lets go of an ended job's data.
void release_upload(Job& job);

/// Lets go of all that clients could ask an ended job for, except the requests of its batches.
void release_results(Job& job);

/// Books the row as failed. Rows that fail one after the other for the same reason share its text.
void fail_row(Job& job, Batch& batch, std::uint32_t row, std::string_view message);

/// Books the row as saved.
void save_row(Job& job, Batch& batch, std::uint32_t row, RowOutcome outcome);

}  // namespace rowlock
