#pragma once

#include "tests/unit/mockorg/api/bulk_answers.hpp"
#include "tests/unit/mockorg/api/bulk_load_rows.hpp"
#include "tests/unit/mockorg/api/contact_history.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// What the result files of all jobs say, to be held against the records and the lock ledger.
class BulkBooks {
public:
    /// A batch of a job, and when the client knew that it had ended.
    struct Source {
        std::string job;
        /// Counts from 0 within the job; nothing where the client does not know it.
        std::optional<std::uint32_t> batch;
        TimePoint through_by{};
    };

    /// A row that was saved or failed.
    void add(const Source& source, const LoadRow& row, const SeenRow& seen);

    /// What became of a delete over REST; its status and code.
    void add_rest_delete(const std::string& id, int status, const std::string& code);

    /// Fails unless the org holds the records that were created, each once, and no others, as the
    /// last row left them and in the recycle bin if they were deleted. Once.
    void check_records(InProcessApi& org);

    /// Fails unless the ledger has as many lock-failed rows of every batch, or of every job whose
    /// batches nobody knows, as the result files.
    void check_ledger(InProcessApi& org);

    /// Rows that failed with this code, or were saved by an operation: `saved update`.
    const std::map<std::string, std::uint64_t>& row_ends() const { return row_ends_; }

private:
    struct Tag {
        /// By record id.
        std::map<std::string, LoadRow> created;
        std::uint64_t in_org = 0;
    };

    using BatchOfJob = std::pair<std::string, std::uint32_t>;

    BatchOfJob booked_under(const std::string& job, std::uint32_t batch) const {
        return {job, jobs_without_batches_.contains(job) ? 0 : batch};
    }

    void check_record(const std::string& id, const SeenContact& contact);

    std::map<std::string, Tag> tags_;
    ContactHistory history_;
    std::map<std::string, std::uint64_t> row_ends_;
    std::set<std::string> jobs_without_batches_;
    std::map<BatchOfJob, std::uint64_t> lock_failures_;
};

}  // namespace rowlock
