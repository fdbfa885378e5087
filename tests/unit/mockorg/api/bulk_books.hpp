#pragma once

#include "tests/unit/mockorg/api/bulk_answers.hpp"
#include "tests/unit/mockorg/api/bulk_load_rows.hpp"
#include "tests/unit/mockorg/api/contact_query.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Code of a row that did not get its locks.
inline constexpr const char* k_lock_code = "UNABLE_TO_LOCK_ROW";

/// Fails unless this can be the row's end: sound rows are saved or lose a lock, or come second with
/// the key of an upsert; defective ones fail for their defect or, before anybody saw it, for a
/// lock.
void check_outcome(const LoadRow& row, const SeenRow& seen);

/// What the result files of all jobs say, to be held against the records and the lock ledger.
class BulkBooks {
public:
    /// The rows of a file that were saved or failed. `batch` counts from 0 within the job.
    void add(const std::string& job, std::uint32_t batch, const LoadRow& row, const SeenRow& seen);

    /// At most `count` of these rows may have been processed after nobody could ask any more.
    void add_unseen(const std::string& job, const std::vector<LoadRow>& rows, std::uint64_t count);

    /// Fails unless the org holds the records that were created, each once, and no others; some may
    /// be in the recycle bin. Once.
    void check_records(InProcessApi& org);

    /// Fails unless the ledger has as many lock-failed rows of every batch as the result files.
    void check_ledger(InProcessApi& org);

    std::uint64_t lock_failures() const;

private:
    struct Tag {
        /// By record id.
        std::map<std::string, LoadRow> created;
        std::set<std::string> unseen_labels;
        std::uint64_t unseen = 0;
        std::uint64_t in_org = 0;
    };

    using BatchOfJob = std::pair<std::string, std::uint32_t>;

    void check_record(const std::string& id, const SeenContact& contact);

    std::map<std::string, Tag> tags_;
    std::set<std::string> updated_;
    std::map<BatchOfJob, std::uint64_t> lock_failures_;
    std::map<BatchOfJob, std::uint64_t> lock_failures_unseen_;
};

}  // namespace rowlock
