#pragma once

#include "harness/replay/wire_error.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/http_message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a Bulk API 1.0 job is created with. Its batches are CSV.
struct Bulk1JobSpec {
    std::string object;
    /// `insert`, `update`, `upsert`, `delete`, `hardDelete`.
    std::string operation;
    /// Empty unless upsert.
    std::string external_id_field;
    /// `concurrencyMode: Serial`: the org works on one batch of all such jobs at a time.
    bool serial = false;
};

/// What the harness needs of a batch's state.
struct Bulk1BatchStatus {
    std::string id;
    /// `Queued`, `InProgress`, `Completed`, `Failed`, `NotProcessed`
    std::string state;
    std::string state_message;
    std::uint64_t rows_processed = 0;
    Duration active_time{};
    /// Milliseconds since 1970, on the org's clock.
    std::int64_t created_ms = 0;
    std::int64_t modified_ms = 0;

    bool ended() const {
        return state == "Completed" || state == "Failed" || state == "NotProcessed";
    }
};

/// What the harness needs of a job's state.
struct Bulk1JobStatus {
    std::string id;
    /// Times batches went back to the queue.
    std::uint64_t retries = 0;
};

/// One line of a batch's result: the rows in the order sent. [asynch_api_batches_failed_records]
struct Bulk1RowResult {
    std::string id;
    bool success = false;
    bool created = false;
    std::string error;
};

/// Builds the requests of Bulk API 1.0 ingest, jobs in XML and batches in CSV. A value.
class Bulk1Requests {
public:
    explicit Bulk1Requests(std::string_view api_version);

    HttpRequest create(const Bulk1JobSpec& spec) const;
    HttpRequest add_batch(std::string_view job, std::string csv) const;
    /// `Closed` or `Aborted`.
    HttpRequest set_state(std::string_view job, std::string_view state) const;
    HttpRequest job_info(std::string_view job) const;
    HttpRequest batches(std::string_view job) const;
    HttpRequest batch_info(std::string_view job, std::string_view batch) const;
    HttpRequest result(std::string_view job, std::string_view batch) const;

private:
    std::string base_;
};

// Reading the answers. Errors are those of refusal() and protocol_error().

/// The answer to a job's creation (201), change of state or question (200).
Result<Bulk1JobStatus> read_bulk1_job(const RequestLine& asked, const HttpResponse& answer);

/// The answer to a batch sent (201) or asked for (200).
Result<Bulk1BatchStatus> read_bulk1_batch(const RequestLine& asked, const HttpResponse& answer);

/// The ids of a job's batches.
Result<std::vector<std::string>> read_bulk1_batch_list(
    const RequestLine& asked, const HttpResponse& answer
);

/// protocol_broken unless there are just so many rows.
Result<std::vector<Bulk1RowResult>> read_bulk1_result(
    const RequestLine& asked, const HttpResponse& answer, std::size_t rows
);

}  // namespace rowlock
