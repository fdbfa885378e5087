#pragma once

#include "tests/unit/mockorg/api/bulk_books.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of Bulk API 2.0 knows about one ingest job of contacts, and what it therefore
/// expects of the org: each command is answered as documented, or RapidCheck is told.
class Bulk2JobModel {
public:
    /// How the org takes its rows.
    struct Pace {
        std::uint32_t chunk_rows = 0;
        /// A whole number of chunks.
        std::uint32_t batch_rows = 0;
        std::uint32_t workers = 0;
    };

    /// Creates the job.
    Bulk2JobModel(InProcessApi& org, Operation operation, Pace pace);

    const std::string& id() const { return id_; }

    const std::string& state() const { return seen_.state; }

    Operation operation() const { return operation_; }

    bool is_deleted() const { return is_deleted_; }

    bool ended() const;

    /// Failed because its rows lost too many locks.
    bool was_given_up() const { return seen_.state == "Failed" && !has_bad_column_; }

    std::uint64_t retries() const { return seen_.retries; }

    /// Rows that are saved by now; of a deleted job, as far as anybody could see.
    std::uint64_t rows_saved() const;

    /// How many batches the org makes of its rows.
    std::uint64_t batch_count() const;

    /// How many of them may be in progress.
    std::uint64_t workers_held_max() const;

    /// Refused unless it is the first upload to the Open job.
    void upload(std::vector<LoadRow> rows, bool with_bad_column);

    void close();
    void abort();

    /// Whatever its rows came to is put down before.
    void remove(BulkBooks& books);

    /// What commands of Bulk API 1.0 say to this job's id.
    void meet_other_api();

    /// Holds the result files against the counters; before the job's end there are none.
    bool results_held_back() const;
    void check_results();

    /// Looks at the job. What changed must be a documented step, and needs a reason.
    void observe(bool may_change);

    /// Puts down what the result files of the ended job say, unless it is deleted.
    void book(BulkBooks& books);

private:
    struct Files {
        std::vector<SeenRow> successful;
        std::vector<SeenRow> failed;
        std::vector<SeenRow> unprocessed;
    };

    Answer send(const std::string& method, const std::string& rest, const std::string& body = {})
        const;
    Answer set_state(const char* state);
    void expect_refused(const Answer& answer, const std::string& code) const;
    void expect_state(const Answer& answer, const std::string& state);
    void check_step(const SeenJob& now) const;
    void check_counters(const SeenJob& now) const;
    std::vector<SeenRow> read_file(const char* name, const char* second_column);
    Files read_files();
    std::size_t position_of(const SeenRow& seen) const;
    void check_rows(const Files& files) const;

    InProcessApi* org_;
    Operation operation_;
    Pace pace_;
    std::string id_;
    std::vector<LoadRow> rows_;
    bool has_data_ = false;
    bool has_bad_column_ = false;
    bool is_deleted_ = false;
    /// Rows that may still be processed after the abort: those of running chunks.
    std::uint64_t rows_in_flight_ = 0;
    std::uint64_t processed_at_abort_ = 0;
    TimePoint chunk_through_by_{};
    /// When the client knew that nothing of it runs any more.
    TimePoint through_by_ = TimePoint::max();
    std::string body_;
    SeenJob seen_;
};

}  // namespace rowlock
