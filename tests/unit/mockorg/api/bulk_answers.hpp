#pragma once

#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What a client reads in a job's info, of either API and in either form.
struct SeenJob {
    std::string state;
    /// Empty if there is none.
    std::string error_message;
    /// Whether there are counters of records.
    bool has_counters = false;
    std::uint64_t processed = 0;
    std::uint64_t failed = 0;
    std::uint64_t retries = 0;
    /// Milliseconds.
    std::uint64_t total_time = 0;
    std::uint64_t active_time = 0;

    // Only of Bulk API 1.0.

    std::uint64_t batches_queued = 0;
    std::uint64_t batches_in_progress = 0;
    std::uint64_t batches_completed = 0;
    std::uint64_t batches_failed = 0;
    std::uint64_t batches_total = 0;
};

/// A batch of Bulk API 1.0.
struct SeenBatch {
    std::string id;
    std::string state;
    std::string message;
    std::uint64_t processed = 0;
    std::uint64_t failed = 0;
    std::uint64_t total_time = 0;
    std::uint64_t active_time = 0;

    bool has_ended() const { return state != "Queued" && state != "InProgress"; }

    bool operator==(const SeenBatch&) const = default;
};

/// A row of a result file.
struct SeenRow {
    /// Only of a row that was saved.
    std::string id;
    bool created = false;
    /// Code of its error; empty for a row that was saved.
    std::string code;
    /// Its Title, or else its Id as it was sent, where the file repeats what was sent.
    std::string label;
};

SeenJob see_job(const std::string& body);
SeenBatch see_batch(const std::string& body);
std::vector<SeenBatch> see_batches(const std::string& body);

/// The ids of a 1.0 query batch's results.
std::vector<std::string> result_ids_in(const std::string& body);

/// The results of a 1.0 batch, in their order.
std::vector<SeenRow> see_results(const std::string& body, ContentType form);

/// One of the three files of a 2.0 job.
std::vector<SeenRow> see_result_file(const std::string& csv);

/// The code in an error of either API and in any form.
std::string error_code_in(const std::string& body);

}  // namespace rowlock
